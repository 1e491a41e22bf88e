import { describe, expect, it } from 'vitest';
import { request } from './fixtures/invoke.ts';
import { openTestBackend } from './fixtures/open-test-backend.ts';
import { createHttpHandler } from './http-handler.ts';
import { createRateLimit } from './rate-limit.ts';

const anHourAgo = Math.floor(Date.now() / 1000) - 3600;

async function setUp() {
  const { backend, issuer } = await openTestBackend();
  const handler = createHttpHandler('whoAmI', backend, async (_request, { userId, roles }) => ({
    jsonBody: { userId, roles },
  }));
  return { backend, issuer, handler };
}

describe(createHttpHandler, () => {
  it('answers a person who is signed in and has a role', async () => {
    const { issuer, handler } = await setUp();
    const token = await issuer.issue({ sub: 'ada', roles: ['admin', 'root'] });

    const { response, logs } = await request({ handler }, { token });

    expect(response).toEqual({ jsonBody: { userId: 'ada', roles: ['admin'] } });
    expect(logs).toEqual([]);
  });

  it.for<[string, number, Record<string, unknown>]>([
    ['token-expired', 401, { exp: anHourAgo }],
    ['audience-foreign', 401, { aud: 'api://other' }],
    ['issuer-foreign', 401, { iss: 'https://login.example' }],
    ['user-missing', 401, { sub: undefined }],
    ['role-missing', 403, { roles: ['root'] }],
    ['role-missing', 403, { roles: undefined }],
  ])('refuses with %s (%i) the claims %j', async ([code, status, claims]) => {
    const { backend, issuer, handler } = await setUp();
    const token = await issuer.issue({ sub: 'mallory', roles: ['viewer'], ...claims });

    const { response, logs } = await request({ handler }, { token });

    expect(response).toMatchObject({ status, jsonBody: { error: { code } } });
    expect(logs).toEqual([
      expect.stringMatching(new RegExp(`^warning: whoAmI refused .*: ${code} \\(1 so far\\)$`)),
    ]);
    expect(logs.join() + JSON.stringify(response)).not.toContain(token.slice(0, 20));
    expect(backend.refusals.list()).toEqual([{ where: 'whoAmI', code, count: 1 }]);
  });

  it('asks for a token when none came', async () => {
    const { handler } = await setUp();

    const { response } = await request({ handler });

    expect(response).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer', 'cache-control': 'no-store' },
      jsonBody: { error: { code: 'token-missing' } },
    });
  });

  it('says who was refused, as far as that is certain', async () => {
    const { issuer, handler } = await setUp();
    const known = await issuer.issue({ sub: 'mal\nlory', roles: [] });
    const unknown = await issuer.issue({ sub: 'mallory', aud: 'api://other' });

    expect((await request({ handler }, { token: known })).logs[0]).toContain('"mal\\nlory"');
    expect((await request({ handler }, { token: unknown })).logs[0]).toContain('unidentified');
  });

  it('limits how often one person may ask', async () => {
    const { backend, issuer } = await setUp();
    const requestLimit = createRateLimit({ limit: 1, window: 60_000, now: () => 0 });
    const handler = createHttpHandler('any', { ...backend, requestLimit }, async () => ({}));
    const token = await issuer.issue({ sub: 'ada', roles: ['viewer'] });
    const other = await issuer.issue({ sub: 'oscar', roles: ['viewer'] });

    await request({ handler }, { token });

    expect((await request({ handler }, { token })).response).toMatchObject({ status: 429 });
    expect((await request({ handler }, { token: other })).response).toEqual({});
  });

  it('refuses tokens from before the end of a session, and takes those from after it', async () => {
    const { backend, issuer, handler } = await setUp();
    const before = await issuer.issue({ sub: 'ada', roles: ['viewer'] });
    const undated = await issuer.issue({ sub: 'ada', roles: ['viewer'], iat: undefined });
    const other = await issuer.issue({ sub: 'oscar', roles: ['viewer'] });
    await backend.sessions.end('ada');
    const iat = Math.floor(Date.now() / 1000) + 1;
    const after = await issuer.issue({ sub: 'ada', roles: ['viewer'], iat });

    for (const token of [before, undated]) {
      const { response, logs } = await request({ handler }, { token });
      expect(response).toMatchObject({
        status: 401,
        jsonBody: { error: { code: 'session-ended' } },
      });
      expect(logs).toEqual([expect.stringContaining('whoAmI refused "ada": session-ended')]);
    }
    for (const token of [after, other]) {
      expect((await request({ handler }, { token })).response).toHaveProperty('jsonBody.userId');
    }
  });

  it('keeps to itself what went wrong inside', async () => {
    const { backend, issuer } = await setUp();
    const handler = createHttpHandler('any', backend, async () => {
      throw new Error('the password is 1234');
    });
    const token = await issuer.issue({ sub: 'ada', roles: ['viewer'] });

    const { response, logs } = await request({ handler }, { token });

    expect(response).toMatchObject({ status: 500, jsonBody: { error: { code: 'unexpected' } } });
    expect(JSON.stringify(response)).not.toContain('1234');
    expect(logs).toEqual([expect.stringContaining('1234')]);
  });
});
