import { describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { connectRaw, jsonHandshake } from './testing/raw-client.ts';
import { eventually, startRuntime } from './testing/runtime-fixture.ts';

async function negotiate(url: string, query: string): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}/negotiate?${query}`, { method: 'POST' });
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, unknown>;
}

/** The HTTP status with which an upgrade is refused. */
function refusedUpgrade(url: string): Promise<number | undefined> {
  const webSocket = new WebSocket(url);
  webSocket.on('error', () => undefined);
  return new Promise((resolve) => {
    webSocket.once('unexpected-response', (_request, response) => resolve(response.statusCode));
  });
}

describe('negotiation', () => {
  it('version 1 tells id and token apart, and only the token connects', async () => {
    const { url, socketUrl, host } = await startRuntime();
    const answer = await negotiate(url, 'hub=live&negotiateVersion=1');
    expect(answer).toMatchObject({
      negotiateVersion: 1,
      connectionId: expect.stringMatching(/^[\w-]{22}$/),
      connectionToken: expect.stringMatching(/^[\w-]{22}$/),
    });
    expect(answer['connectionId']).not.toBe(answer['connectionToken']);
    expect(await refusedUpgrade(`${socketUrl}&id=${String(answer['connectionId'])}`)).toBe(404);

    const client = await connectRaw(`${socketUrl}&id=${String(answer['connectionToken'])}`);
    client.send(jsonHandshake);
    await eventually(() => host.connected.length === 1);
    expect(host.connected[0]?.id).toBe(answer['connectionId']);
  });

  it('version 0, and none at all, make the id the token', async () => {
    const { url, socketUrl, host } = await startRuntime();
    const answer = await negotiate(url, 'hub=live');
    expect(answer).toMatchObject({ negotiateVersion: 0 });
    expect(answer).not.toHaveProperty('connectionToken');
    const client = await connectRaw(`${socketUrl}&id=${String(answer['connectionId'])}`);
    client.send(jsonHandshake);
    await eventually(() => host.connected[0]?.id === answer['connectionId']);
  });

  it('answers a version above ours as ours and refuses what is no number, with status 200', async () => {
    const { url } = await startRuntime();
    expect(await negotiate(url, 'negotiateVersion=7')).toMatchObject({ negotiateVersion: 1 });
    expect(await negotiate(url, 'NegotiateVersion=x')).toEqual({
      error: 'The client requested a non-integer protocol version.',
    });
  });

  it('is a POST', async () => {
    const { url } = await startRuntime();
    expect((await fetch(`${url}/negotiate?hub=live`)).status).toBe(405);
  });

  it('opens one connection: 409 while it is open, 404 afterwards', async () => {
    const { url, socketUrl, host } = await startRuntime();
    const { connectionToken } = await negotiate(url, 'hub=live&negotiateVersion=1');
    const connectUrl = `${socketUrl}&id=${String(connectionToken)}`;
    const client = await connectRaw(connectUrl);
    client.send(jsonHandshake);
    expect(await refusedUpgrade(connectUrl)).toBe(409);
    client.webSocket.close();
    await eventually(() => host.disconnected.length === 1);
    expect(await refusedUpgrade(connectUrl)).toBe(404);
  });

  it.for(['hub=other', 'hub=live&user=eve'])('is not valid for %s', async (query) => {
    const { url, socketUrl } = await startRuntime();
    const { connectionToken } = await negotiate(url, `${query}&negotiateVersion=1`);
    expect(await refusedUpgrade(`${socketUrl}&id=${String(connectionToken)}`)).toBe(404);
  });

  it('is void when the client comes too late', async () => {
    const { url, socketUrl } = await startRuntime({ limits: { connectTimeoutMs: 0 } });
    const { connectionToken } = await negotiate(url, 'hub=live&negotiateVersion=1');
    expect(await refusedUpgrade(`${socketUrl}&id=${String(connectionToken)}`)).toBe(404);
  });

  it('is refused with 429 while too many others have not been followed up', async () => {
    const { url } = await startRuntime({ limits: { maxPendingNegotiations: 1 } });
    await negotiate(url, 'hub=live');
    const second = await fetch(`${url}/negotiate?hub=live`, { method: 'POST' });
    expect(second.status).toBe(429);
  });

  it('can be skipped', async () => {
    const { open, host } = await startRuntime();
    await open();
    await eventually(() => host.connected.length === 1);
  });

  it('asks the host for no details: these are of a connection', async () => {
    const details = vi.fn(() => undefined);
    const { url, socketUrl } = await startRuntime({
      hooks: { admit: () => ({ hub: 'live', details }) },
    });
    const { connectionToken } = await negotiate(url, 'hub=live&negotiateVersion=1');
    expect(details).not.toHaveBeenCalled();
    await connectRaw(`${socketUrl}&id=${String(connectionToken)}`);
    expect(details).toHaveBeenCalledOnce();
  });

  it("obeys the host's refusal, on negotiate and on connect", async () => {
    const { url, socketUrl } = await startRuntime({
      hooks: { admit: () => ({ status: 401, reason: 'no', headers: { 'X-Why': 'so' } }) },
    });
    const response = await fetch(`${url}/negotiate?hub=live`, { method: 'POST' });
    expect([response.status, await response.text()]).toEqual([401, 'no']);
    expect(response.headers.get('x-why')).toBe('so');
    expect(await refusedUpgrade(socketUrl)).toBe(401);
  });
});
