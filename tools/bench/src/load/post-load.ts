import { setTimeout as sleep } from 'node:timers/promises';
import {
  createDataPlaneToken,
  dataPlaneAudience,
  parseConnectionString,
} from '@heliograph/signalr-access';
import { BenchError } from '../bench-error.ts';
import type { Address } from '../contenders/contender.ts';
import { openUsageWindow } from '../measure/usage-window.ts';
import { httpRequestBytes, HttpLines } from './http-lines.ts';
import type { LoadCommandOf, PostResult } from './load-command.ts';
import { invocationText, padded } from './message-text.ts';

const path = '/api/v1/hubs/bench';
/** Fewer leave code that is not compiled yet, however long they took. */
const warmUpRequests = 10_000;
const maxWarmUpMs = 10_000;
const pollMs = 20;

/** Posts the same message again and again to a hub where nobody listens, on kept-alive connections. */
export async function runPost(command: LoadCommandOf<'post'>): Promise<PostResult> {
  const { address, serverPid, bytes, inFlight, warmUpMs, windowMs } = command;
  const token = await tokenFor(address);
  const json = padded(bytes, invocationText).slice(0, -1).replace('"type":1,', '');
  const request = httpRequestBytes(address.port, { method: 'POST', path, json, token });
  const lines = new HttpLines(address.port, inFlight);
  const { promise: failed, reject } = Promise.withResolvers<never>();
  failed.catch(() => undefined);
  let isPosting = true;
  let requests = 0;

  const post = async (): Promise<void> => {
    while (isPosting) {
      const { status } = await lines.send(request);
      if (status !== 202) throw new BenchError('child-failed', `Publishing: status ${status}`);
      requests += 1;
    }
  };
  const posting = Array.from({ length: inFlight }, () => post().catch(reject));
  try {
    await Promise.race([sleep(warmUpMs), failed]);
    for (let waited = 0; requests < warmUpRequests && waited < maxWarmUpMs; waited += pollMs) {
      await Promise.race([sleep(pollMs), failed]);
    }
    const before = requests;
    const window = openUsageWindow(serverPid);
    await Promise.race([sleep(windowMs), failed]);
    const usage = window.close();
    return { ...usage, requests: requests - before };
  } finally {
    isPosting = false;
    await Promise.race([Promise.all(posting), sleep(warmUpMs)]);
    lines.close();
  }
}

/** A bare server gets the same bytes to read, though it does not look at them. */
function tokenFor(address: Address): Promise<string> {
  const connection = parseConnectionString(
    address.dialect === 'signalr'
      ? address.connectionString
      : `Endpoint=http://127.0.0.1:${address.port};AccessKey=none;`,
  );
  return createDataPlaneToken({ connection, audience: dataPlaneAudience(connection, path) });
}
