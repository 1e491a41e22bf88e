import { expect } from 'vitest';
import { WebSocket } from 'ws';
import { readDeviations } from './recording/deviation.ts';
import { readRecording } from './recording/read-recording.ts';
import { clientAccess } from './target/access.ts';
import { eventually } from './target/eventually.ts';
import { jsonFrames } from './target/hub-frames.ts';
import { openSocket, UpgradeRefused } from './target/raw-socket.ts';
import { itLocally, startService, type Service } from './target/service.ts';
import { startUpstream } from './target/test-upstream.ts';
import type { SignalROptions } from '@heliograph/signalr-emulator';

/** Who asks, and for which hub; anybody, and `chat`. */
interface Asking {
  readonly user?: string;
  readonly hub?: string;
}

/** A WebSocket that follows a negotiation, and how it is received. */
interface Connecting {
  readonly name: string;
  readonly limits?: NonNullable<SignalROptions['limits']>;
  readonly negotiate: Asking;
  /** Another WebSocket with the same token came before, and is still open or closed again. */
  readonly before?: 'open' | 'closed';
  readonly connect: Asking & { readonly id?: 'connectionId'; readonly origin?: string };
  readonly answer: Reception;
}

interface Reception {
  /** 101, or the status of the refusal. */
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** As whom and where the upstream hears of the client. */
  readonly user?: string;
  readonly hub?: string;
}

const cases = readRecording<Connecting>('connecting');
const deviations = readDeviations<Reception>('connecting');

async function accessOf(service: Service, { user, hub = 'chat' }: Asking) {
  const { url, accessToken } = await clientAccess(service, { hub, userId: user });
  return { url, headers: { Authorization: `Bearer ${accessToken}` } };
}

/** The headers that a browser looks at when a WebSocket opens. */
function upgradeHeaders(url: string, options: object, names: readonly string[]) {
  const { promise, resolve, reject } = Promise.withResolvers<Record<string, string>>();
  const webSocket = new WebSocket(url.replace('http', 'ws'), options);
  webSocket.once('error', reject);
  webSocket.once('upgrade', ({ headers }) => {
    const told = names.map((name) => [name, headers[name] ?? 'none']);
    resolve(Object.fromEntries(told) as Record<string, string>);
    webSocket.once('open', () => webSocket.terminate());
  });
  return promise;
}

async function receptionOf(one: Connecting, expected: Reception): Promise<Reception> {
  const upstream = await startUpstream();
  const service = await startService({
    upstream: [{ urlTemplate: upstream.url }],
    ...(one.limits && { limits: one.limits }),
  });
  const asked = await accessOf(service, one.negotiate);
  const target = `${asked.url.replace('/client/?', '/client/negotiate?')}&negotiateVersion=1`;
  const response = await fetch(target, { method: 'POST', headers: asked.headers });
  const ids = (await response.json()) as { connectionId: string; connectionToken: string };
  if (one.before !== undefined) {
    const first = await openSocket(`${asked.url}&id=${ids.connectionToken}`, asked);
    if (one.before === 'closed') {
      first.webSocket.close(1000);
      await first.closed();
    }
  }
  const { url, headers } = await accessOf(service, one.connect);
  const { origin } = one.connect;
  const options = { headers: { ...headers, ...(origin !== undefined && { origin }) } };
  const address = `${url}&id=${ids[one.connect.id ?? 'connectionToken']}`;
  try {
    if (expected.headers !== undefined) {
      return {
        status: 101,
        headers: await upgradeHeaders(address, options, Object.keys(expected.headers)),
      };
    }
    const socket = await openSocket(address, options);
    socket.send(jsonFrames({ protocol: 'json', version: 1 }));
    await eventually(() => upstream.requests.length > 0);
  } catch (error) {
    if (!(error instanceof UpgradeRefused)) throw error;
    return { status: error.status, ...(error.body !== '' && { body: error.body }) };
  }
  const seen = upstream.requests[0]?.headers;
  return {
    status: 101,
    ...(expected.user !== undefined && { user: String(seen?.['x-asrs-user-id']) }),
    ...(expected.hub !== undefined && { hub: String(seen?.['x-asrs-hub']) }),
  };
}

itLocally.for(cases)(
  "hub 9, hub 11, hub 12.13, golden 20: as recorded from Microsoft's emulator: $name",
  async (one) => {
    const expected = deviations.expected(one.name, one.answer);
    expect(await receptionOf(one, expected)).toEqual(expected);
  },
);

itLocally('hub 9: every deviation belongs to a recorded connection', () => {
  const names = cases.map(({ name }) => name);
  expect(deviations.names.filter((one) => !names.includes(one))).toEqual([]);
});
