import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createOwnToken } from './own-token.ts';

/** What answers where App Service and Functions keep the identity's endpoint. */
const asked: { resource: string | null; header: unknown }[] = [];
const server = createServer((request, response) => {
  const { searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
  const resource = searchParams.get('resource');
  asked.push({ resource, header: request.headers['x-identity-header'] });
  const isKnown = resource === 'api://heliograph';
  const expiresOn = String(Math.floor(Date.now() / 1000) + 3600);
  const token = { access_token: 'own-token', expires_on: expiresOn, token_type: 'Bearer' };
  response.writeHead(isKnown ? 200 : 400, { 'content-type': 'application/json' });
  response.end(JSON.stringify(isKnown ? token : { error: 'no-such-secret-identity' }));
});

// The library looks for the endpoint once in a process.
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  vi.stubEnv('IDENTITY_ENDPOINT', `http://127.0.0.1:${port}/msi/token`);
  vi.stubEnv('IDENTITY_HEADER', 'the-header');
  // Of all that could be tried, only what Azure offers there.
  vi.stubEnv('AZURE_TOKEN_CREDENTIALS', 'ManagedIdentityCredential');
});

afterAll(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

const askedFor = (resource: string) => asked.filter((each) => each.resource === resource);

describe(createOwnToken, () => {
  it('asks the managed identity for a token of our API, and keeps it', async () => {
    const getToken = createOwnToken('api://heliograph');

    expect(await getToken()).toBe('own-token');
    expect(await getToken()).toBe('own-token');

    const [first, ...more] = askedFor('api://heliograph');
    expect(first).toMatchObject({ header: 'the-header' });
    expect(more).toEqual([]);
  });

  it('says so when there is none, without repeating the answer, and does not wait for ever', async () => {
    const getToken = createOwnToken('api://other', 500);

    const failure: unknown = await getToken().catch((reason: unknown) => reason);

    expect(askedFor('api://other').length).toBeGreaterThan(0);
    expect(failure).toMatchObject({ code: 'collector-unavailable' });
    expect(String(failure)).not.toContain('secret');
  });
});
