import { describe, expect, it } from 'vitest';
import { hubEvent, invoke, request } from '../fixtures/invoke.ts';
import { openTestBackend } from '../fixtures/open-test-backend.ts';
import { createConnected } from './connected.ts';
import { createEndSession, createSignOut } from './end-session.ts';

async function setUp() {
  const { backend, issuer } = await openTestBackend();
  const closed: unknown[] = [];
  const service = {
    ...backend.service,
    closeUserConnections: async (userId: string) => void closed.push(userId),
    closeConnection: async (connectionId: string) => void closed.push(connectionId),
  };
  const token = (userId: string, ...roles: string[]) => issuer.issue({ sub: userId, roles });
  return { backend: { ...backend, service }, closed, token };
}

const viola = { userId: 'viola', roles: ['viewer'] as const };

describe(createSignOut, () => {
  it("closes one's own connections, and the token is of no use any more", async () => {
    const { backend, closed, token } = await setUp();
    const signOut = createSignOut(backend);
    const mine = await token('viola', 'viewer');

    expect((await request(signOut, { token: mine })).response).toMatchObject({ status: 204 });
    expect(closed).toEqual(['viola']);
    expect((await request(signOut, { token: mine })).response).toMatchObject({ status: 401 });
    // Signing in again works at once.
    const anew = { token: await token('viola', 'viewer') };
    expect((await request(signOut, anew)).response).toMatchObject({ status: 204 });
    const other = { token: await token('oscar', 'viewer') };
    expect((await request(signOut, other)).response).toMatchObject({ status: 204 });
  });
});

describe(createEndSession, () => {
  it('lets an administrator close the connections of somebody else', async () => {
    const { backend, closed, token } = await setUp();

    const { response, logs } = await request(createEndSession(backend), {
      token: await token('ada', 'admin'),
      params: { userId: 'viola' },
    });

    expect(response).toMatchObject({ status: 204 });
    expect(closed).toEqual(['viola']);
    expect(logs).toEqual(['information: endSession: "ada" ended the session of "viola"']);
  });

  it.for([
    [403, 'permission-denied', ['viewer', 'operator'], 'viola'],
    [403, 'role-missing', ['root'], 'viola'],
    [400, 'person-invalid', ['admin'], ''],
  ] as const)('answers %i %s to %j, and closes nothing', async ([status, code, roles, userId]) => {
    const { backend, closed, token } = await setUp();

    const { response } = await request(createEndSession(backend), {
      token: await token('oscar', ...roles),
      params: { userId },
    });

    expect(response).toMatchObject({ status, jsonBody: { error: { code } } });
    expect(closed).toEqual([]);
    await expect(
      backend.sessions.check({ userId: 'viola', knownSince: 0 }),
    ).resolves.toBeUndefined();
  });
});

describe(createConnected, () => {
  it('sends away whose session was ended after their token was made', async () => {
    const { backend, closed } = await setUp();
    await backend.sessions.end('viola');

    const event = hubEvent('c1', { ...viola, knownSince: Date.now() - 60_000 });
    const { actions, logs } = await invoke(createConnected(backend), event);

    expect(closed).toEqual(['c1']);
    expect(actions).toEqual([]);
    expect(logs).toEqual(['warning: connected refused "viola": session-ended (1 so far)']);
  });

  it('sends away the connection that is one too many', async () => {
    const { backend, closed } = await setUp();
    const full = { ...backend, connections: { ...backend.connections, open: async () => false } };

    const { actions, logs } = await invoke(createConnected(full), hubEvent('c1', viola));

    expect(closed).toEqual(['c1']);
    expect(actions).toEqual([]);
    expect(logs).toEqual(['warning: connected refused "viola": connections-exceeded (1 so far)']);
  });
});
