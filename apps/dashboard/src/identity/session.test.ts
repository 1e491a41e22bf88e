import { describe, expect, it } from 'vitest';
import { DashboardError } from '../dashboard-error.ts';
import { createManualClock } from '../live/manual-clock.ts';
import { createSession } from './session.ts';
import type { Grant, SignInService } from './sign-in-service.ts';

const hour = 3_600_000;
const ended = new DashboardError('session-ended', 'over');
const away = new DashboardError('provider-unreachable', 'no answer');

function createBench(address = 'http://dash/') {
  const clock = createManualClock();
  const calls: string[] = [];
  const memory = new Map<string, string>();
  let url = address;
  let tokens = 0;
  const grant = (life = hour): Grant => ({
    account: { name: 'Ada', login: 'ada', roles: [] },
    accessToken: `token-${++tokens}`,
    expiresAt: clock.now() + life,
  });
  const provider = {
    held: undefined as Grant | undefined,
    begin: async (): Promise<void> => undefined,
    finish: async (): Promise<Grant> => grant(),
    renew: async (): Promise<Grant> => grant(),
    end: async (): Promise<void> => undefined,
  };
  const told = <T>(call: string, act: () => Promise<T>) => {
    calls.push(call);
    return act();
  };
  const service: SignInService = {
    current: async () => provider.held,
    begin: () => told('begin', provider.begin),
    finish: (answer) => told(`finish ${answer}`, provider.finish),
    renew: () => told('renew', provider.renew),
    forget: () => told('forget', async () => undefined),
    end: () => told('end', provider.end),
  };
  const session = createSession({
    service,
    endConnections: (token) => told(`end connections of ${token}`, async () => undefined),
    clock,
    page: {
      url: () => url,
      replaceUrl: (path) => (url = `http://dash${path}`),
      storage: {
        getItem: (key) => memory.get(key) ?? null,
        setItem: (key, value) => void memory.set(key, value),
        removeItem: (key) => void memory.delete(key),
      },
    },
  });
  return { session, clock, calls, provider, grant, url: () => url };
}

describe(createSession, () => {
  it('leaves for the provider at once when nobody is signed in', async () => {
    const { session, calls } = createBench();

    await session.start();

    expect(calls).toEqual(['begin']);
    expect(session.state().kind).toBe('leaving');
  });

  it('takes the answer from the address and takes it out of there', async () => {
    const { session, calls, url } = createBench('http://dash/signed-in?code=abc&state=s');

    await session.start();

    expect(calls).toEqual(['finish http://dash/signed-in?code=abc&state=s']);
    expect(session.state()).toMatchObject({ kind: 'signed-in', account: { name: 'Ada' } });
    expect(url()).toBe('http://dash/');
  });

  it('shows why a sign-in failed, and does not go round in circles', async () => {
    const refused = new DashboardError('sign-in-refused', 'access_denied');
    const { session, calls, provider, url } = createBench('http://dash/signed-in?error=denied');
    provider.finish = () => Promise.reject(refused);

    await session.start();

    expect(session.state()).toEqual({ kind: 'signed-out', reason: refused });
    expect(calls).not.toContain('begin');
    expect(url()).toBe('http://dash/');
  });

  it('says that the provider cannot be reached', async () => {
    const { session, provider } = createBench();
    provider.begin = () => Promise.reject(away);

    await session.start();

    expect(session.state()).toEqual({ kind: 'signed-out', reason: away });
  });

  it('continues the session of this tab after a reload', async () => {
    const { session, calls, provider, grant } = createBench();
    provider.held = grant();

    await session.start();

    expect(calls).toEqual([]);
    await expect(session.accessToken()).resolves.toBe('token-1');
  });

  it('renews a session that expired while the tab was closed', async () => {
    const { session, calls, provider, grant } = createBench();
    provider.held = grant(-1);

    await session.start();

    expect(calls).toEqual(['renew']);
    expect(session.state().kind).toBe('signed-in');
  });

  it('renews before the token expires, without being asked', async () => {
    const { session, clock, calls, provider, grant } = createBench();
    provider.held = grant();
    await session.start();

    await clock.advance(hour - 60_001);
    expect(calls).toEqual([]);
    await clock.advance(1);

    expect(calls).toEqual(['renew']);
    await expect(session.accessToken()).resolves.toBe('token-2');
  });

  it('renews once for everybody who asks at the same time', async () => {
    const { session, clock, calls, provider, grant } = createBench();
    provider.held = grant(25_000);
    await session.start();
    await clock.advance(10_000);

    const tokens = await Promise.all([session.accessToken(), session.accessToken()]);

    expect(tokens).toEqual(['token-2', 'token-2']);
    expect(calls).toEqual(['renew']);
  });

  it('stays signed in while the provider is away, and tries again', async () => {
    const { session, clock, provider, grant } = createBench();
    provider.held = grant();
    await session.start();
    provider.renew = () => Promise.reject(away);

    await clock.advance(hour + 60_000);
    expect(session.state().kind).toBe('signed-in');
    await expect(session.accessToken()).rejects.toBe(away);

    provider.renew = async () => grant();
    await clock.advance(10_000);
    await expect(session.accessToken()).resolves.toMatch(/^token-/);
  });

  it('uses a refused session up to its end, and then says why it is over', async () => {
    const { session, clock, provider, grant } = createBench();
    provider.held = grant();
    await session.start();
    provider.renew = () => Promise.reject(ended);

    await clock.advance(hour - 30_000);
    expect(session.state().kind).toBe('signed-in');
    await clock.advance(30_000);

    expect(session.state()).toEqual({ kind: 'signed-out', reason: ended });
  });

  it('tries one new token when the backend refuses, and ends when it refuses that too', async () => {
    const { session, clock, provider, grant } = createBench();
    provider.held = grant();
    await session.start();
    await clock.advance(60_000);

    await expect(session.tokenRefused('foreign audience')).resolves.toBe(true);
    await expect(session.tokenRefused('foreign audience')).resolves.toBe(false);

    expect(session.state()).toMatchObject({
      kind: 'signed-out',
      reason: { code: 'token-refused', message: 'foreign audience' },
    });
  });

  it('stays signed out after signing out, until told otherwise', async () => {
    const { session, calls, provider, grant } = createBench();
    provider.held = grant();
    await session.start();

    await session.signOut();
    provider.held = undefined;
    await session.start();
    expect(session.state()).toEqual({ kind: 'signed-out' });
    expect(calls).not.toContain('begin');

    await session.signIn();
    expect(calls.at(-1)).toBe('begin');
  });

  it('forgets its tokens on signing out even when the provider is away', async () => {
    const { session, calls, provider, grant } = createBench();
    provider.held = grant();
    await session.start();
    provider.end = () => Promise.reject(away);

    await session.signOut();

    expect(calls.slice(-2)).toEqual(['end', 'forget']);
    expect(session.state().kind).toBe('signed-out');
  });

  it("ends the person's connections while its token still counts, then the session", async () => {
    const { session, calls, provider, grant } = createBench();
    provider.held = grant();
    await session.start();

    await session.signOut();

    expect(calls).toEqual(['end connections of token-1', 'end']);
  });

  it('gets no new token when the backend ended the session', async () => {
    const { session, calls, provider, grant } = createBench();
    provider.held = grant();
    await session.start();

    await session.ended('You signed out elsewhere');

    expect(calls).toEqual(['forget']);
    expect(session.state()).toMatchObject({
      kind: 'signed-out',
      reason: { code: 'session-ended', message: 'You signed out elsewhere' },
    });
  });
});
