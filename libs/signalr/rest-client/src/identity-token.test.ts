import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { AuthType } from '@heliograph/signalr-access';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createIdentityToken } from './identity-token.ts';

const second = 1000;
const hour = 3600 * second;

/** What answers at `IDENTITY_ENDPOINT`, or at Entra ID. */
async function startIdentity(answer: (n: number) => { status?: number; body: unknown }) {
  const asked: { url: string; header: unknown; body: string }[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      asked.push({ url: request.url ?? '', header: request.headers['x-identity-header'], body });
      const { status = 200, body: reply } = answer(asked.length);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(typeof reply === 'string' ? reply : JSON.stringify(reply));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const environment = { IDENTITY_ENDPOINT: `${url}/msi/token`, IDENTITY_HEADER: 'the-header' };
  return { asked, url, environment };
}

const msi: AuthType = { type: 'azure.msi' };
const untilAnHour = { access_token: 'token', expires_on: String(hour / second) };

describe(createIdentityToken, () => {
  it('asks the identity endpoint for a token of the service', async () => {
    const { asked, environment } = await startIdentity(() => ({ body: untilAnHour }));

    const system = createIdentityToken({ auth: msi, environment, now: () => 0 });
    const assigned: AuthType = { type: 'azure.msi', clientId: 'an-id' };
    const user = createIdentityToken({ auth: assigned, environment, now: () => 0 });

    const named = { ...environment, AZURE_CLIENT_ID: 'an-id' };
    const environmentsOwn = createIdentityToken({ auth: msi, environment: named, now: () => 0 });

    expect(await system()).toBe('token');
    await user();
    await environmentsOwn();
    const query = '/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fsignalr.azure.com';
    expect(asked).toEqual([
      { url: query, header: 'the-header', body: '' },
      { url: `${query}&client_id=an-id`, header: 'the-header', body: '' },
      { url: `${query}&client_id=an-id`, header: 'the-header', body: '' },
    ]);
  });

  it('keeps a token until shortly before it expires', async () => {
    const { asked, environment } = await startIdentity((n) => ({
      body: { access_token: `token-${n}`, expires_on: String((n * hour) / second) },
    }));
    const clock = { now: 0 };
    const getToken = createIdentityToken({ auth: msi, environment, now: () => clock.now });

    expect(await Promise.all([getToken(), getToken()])).toEqual(['token-1', 'token-1']);
    clock.now = 50 * 60 * second;
    expect(await getToken()).toBe('token-1');
    clock.now = 56 * 60 * second;
    expect(await getToken()).toBe('token-2');
    expect(asked).toHaveLength(2);
  });

  it('asks Entra ID with the secret of an application', async () => {
    const { asked, url } = await startIdentity(() => ({
      body: { access_token: 'token', expires_in: 3600 },
    }));
    const app = { tenantId: 'a-tenant', clientId: 'an-id', clientSecret: 's&cret' };
    const environment = { AZURE_AUTHORITY_HOST: url };

    const auth: AuthType = { type: 'azure.app', ...app };
    expect(await createIdentityToken({ auth, environment })()).toBe('token');

    expect(asked.map((request) => request.url)).toEqual(['/a-tenant/oauth2/v2.0/token']);
    expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'an-id',
      client_secret: 's&cret',
      scope: 'https://signalr.azure.com/.default',
    });
  });

  it('takes what the environment offers', async () => {
    const { asked, url, environment } = await startIdentity(() => ({ body: untilAnHour }));
    const auth: AuthType = { type: 'azure' };
    const secret = { AZURE_CLIENT_ID: 'id', AZURE_TENANT_ID: 'tenant', AZURE_CLIENT_SECRET: 'x' };

    await createIdentityToken({ auth, environment: { ...secret, ...environment } })();
    await createIdentityToken({ auth, environment: { ...secret, AZURE_AUTHORITY_HOST: url } })();

    expect(asked[0]?.url).toContain('client_id=id');
    expect(asked[1]?.url).toBe('/tenant/oauth2/v2.0/token');
  });

  it.for<[string, AuthType]>([
    ['a managed identity', msi],
    ['anything', { type: 'azure' }],
    [
      'a certificate',
      { type: 'azure.app', tenantId: 't', clientId: 'c', clientCertPath: '/c.pem' },
    ],
  ])('says at once that there is no %s', ([, auth]) => {
    expect(() => createIdentityToken({ auth, environment: {} })).toThrow(
      expect.objectContaining({ code: 'token-unavailable' }),
    );
  });

  it.for([
    { status: 400, body: { error: 'no-such-secret-identity' } },
    { body: 'no JSON secret' },
    { body: { access_token: '' } },
    { body: null },
  ])('fails, without repeating the answer %j, and asks again', async (bad) => {
    const { environment } = await startIdentity((n) => (n === 1 ? bad : { body: untilAnHour }));
    const getToken = createIdentityToken({ auth: msi, environment, now: () => 0 });

    const failure: unknown = await getToken().catch((reason: unknown) => reason);

    expect(failure).toMatchObject({ code: 'token-unavailable' });
    expect(String(failure)).not.toMatch(/secret|the-header/);
    expect(await getToken()).toBe('token');
  });
});
