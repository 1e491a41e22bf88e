import { startSignalR } from '@heliograph/signalr-emulator';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { withoutKeys } from './testing/keyless-service.ts';
import { record, startTestPlatform } from './testing/test-platform.ts';

const within = { timeout: 10_000, interval: 20 };

/** The identity endpoint of App Service, which `@azure/identity` finds by environment variables. */
async function startIdentityEndpoint(token: string) {
  const asked: (string | undefined)[] = [];
  const server = createServer(({ url, headers }, response) => {
    asked.push(url);
    const known = headers['x-identity-header'] === 'a-secret-of-the-machine';
    const expires_on = Math.floor(Date.now() / 1000) + 3600;
    response.writeHead(known ? 200 : 403, { 'content-type': 'application/json' });
    response.end(JSON.stringify(known ? { access_token: token, expires_on } : {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  vi.stubEnv('IDENTITY_ENDPOINT', `http://127.0.0.1:${port}/token`);
  vi.stubEnv('IDENTITY_HEADER', 'a-secret-of-the-machine');
  return asked;
}

describe('an app whose connection has no access key', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('negotiates, takes events and sends with tokens of an identity', async () => {
    const { connect, host } = await startTestPlatform(startSignalR, {
      env: (service) => withoutKeys(service, 'an-entra-token'),
      tokens: async () => 'an-entra-token',
    });
    const ann = await connect('ann');
    const bob = await connect('bob');
    const forBob = record(bob, 'joined');

    expect(await ann.invoke('whoAmI')).toMatchObject({ UserId: 'ann' });
    await bob.invoke('join');
    await ann.invoke('join');

    await vi.waitFor(() => expect(forBob).toEqual([['bob'], ['ann']]), within);
    expect(JSON.stringify(host.entries)).not.toContain('an-entra-token');
  });

  it('gets tokens of the managed identity that its settings ask for, once', async () => {
    const asked = await startIdentityEndpoint('a-managed-token');
    const { connect } = await startTestPlatform(startSignalR, {
      env: async (service) => ({
        ...(await withoutKeys(service, 'a-managed-token')),
        AzureSignalRConnectionString__credential: 'managedidentity',
        AzureSignalRConnectionString__clientId: 'the-client-id',
      }),
    });
    const ann = await connect('ann');
    const forAnn = record(ann, 'joined');

    await ann.invoke('join');

    await vi.waitFor(() => expect(forAnn).toEqual([['ann']]), within);
    expect(asked).toHaveLength(1);
    const query = new URL(asked[0] ?? '', 'http://a').searchParams;
    expect(query.get('resource')).toBe('https://signalr.azure.com');
    expect(query.get('client_id')).toBe('the-client-id');
  });

  it('fails and says why when no token can be had', async () => {
    const { host } = await startTestPlatform(startSignalR, {
      env: (service) => withoutKeys(service, 'an-entra-token'),
      tokens: () => Promise.reject(new Error('not signed in')),
    });
    const headers = { 'x-user': 'ann' };

    const negotiate = await fetch(`${host.url}/api/negotiate`, { method: 'POST', headers });
    const send = await fetch(`${host.url}/api/broadcast`, {
      method: 'POST',
      body: JSON.stringify({ target: 'news', arguments: [] }),
    });

    expect([negotiate.status, await negotiate.text()]).toEqual([500, '']);
    expect([send.status, await send.text()]).toEqual([500, '']);
    expect(host.messages().filter((message) => message.includes('token'))).toHaveLength(2);
  });
});
