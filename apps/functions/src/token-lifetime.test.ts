import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { backendPaths, liveHub, negotiateAnswerSchema, settingNames } from '@heliograph/contracts';
import { createHubClient } from '@heliograph/signalr-client';
import { startSignalR } from '@heliograph/signalr-emulator';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { request } from './fixtures/invoke.ts';
import { openTestBackend } from './fixtures/open-test-backend.ts';
import { eventually, patience } from './fixtures/start-platform.ts';
import { createNegotiate } from './functions/negotiate.ts';
import { lifetime } from './live-access.ts';

vi.setConfig({ testTimeout: patience, hookTimeout: patience });

const lifetimeMs = lifetime * 60_000;

/** The service, and a backend whose tokens are as old as `age` says when they are handed out. */
async function setUp(age: () => number) {
  const service = await startSignalR();
  onTestFinished(() => service.stop());
  const { backend, issuer } = await openTestBackend({
    now: () => Date.now() - age(),
    settings: { [settingNames.signalRConnection]: service.connectionString },
  });
  const token = await issuer.issue({ sub: 'viola', roles: ['viewer'] });
  const negotiate = createNegotiate(backend);
  const handedOut: { url: string; accessToken: string }[] = [];
  const server = createServer((_, response) => {
    void request(negotiate, { token }).then(({ response: { jsonBody } }) => {
      handedOut.push(negotiateAnswerSchema.parse(jsonBody));
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(jsonBody));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const client = createHubClient({
    hub: liveHub,
    negotiateUrl: `http://127.0.0.1:${port}${backendPaths.negotiate}`,
    getAccessToken: () => token,
    retryDelays: { first: 10, longest: 50 },
  });
  onTestFinished(() => client.stop());
  client.start();
  return { backend, client, handedOut };
}

/** Whether the service still lets somebody in with what was handed out. */
async function opens({ url, accessToken }: { url: string; accessToken: string }) {
  const answer = await fetch(url.replace('/client/?', '/client/negotiate?negotiateVersion=1&'), {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}` },
  });
  return answer.status;
}

describe('the token that opens the service', () => {
  it('may be long over when a connection breaks: the next attempt brings its own', async () => {
    // Each lives for two seconds more.
    const { backend, client, handedOut } = await setUp(() => lifetimeMs - 2_000);
    await eventually(() => expect(client.state().status).toBe('live'));
    const first = handedOut.at(-1) ?? expect.unreachable();
    const attempts = handedOut.length;
    await eventually(async () => expect(await opens(first)).toBe(401));
    expect(client.state().status).toBe('live');

    await backend.service.closeUserConnections('viola');

    await eventually(() => expect(handedOut.length).toBeGreaterThan(attempts));
    await eventually(() => expect(client.state().status).toBe('live'));
  });

  it('is refused when it is over on arrival, and the client goes on until one is not', async () => {
    let age = lifetimeMs + 60_000;
    const { client, handedOut } = await setUp(() => age);
    await eventually(() => expect(handedOut.length).toBeGreaterThan(1));
    expect(client.state().status).not.toBe('live');

    age = 0;

    await eventually(() => expect(client.state().status).toBe('live'));
  });
});
