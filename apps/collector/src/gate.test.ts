import { sessionEnds, type SessionEnd } from '@heliograph/contracts';
import type { StateStore } from '@heliograph/metrics-history';
import { describe, expect, it } from 'vitest';
import { audience, startTokenIssuer, type TokenIssuer } from './fixtures/token-issuer.ts';
import type { Gate } from './gate.ts';
import { createLocalGate } from './local-gate.ts';
import { createTokenGate } from './token-gate.ts';

const endpoint = '/api/metrics';
const anHourAgo = Math.floor(Date.now() / 1000) - 3600;

interface Entry {
  readonly details: object;
  readonly message: string;
}

function createLog() {
  const entries: Entry[] = [];
  return {
    entries,
    log: { warn: (details: object, message: string) => void entries.push({ details, message }) },
  };
}

const signInAt = (authority: string) => ({
  authority,
  audience,
  userIdClaim: 'sub',
  rolesClaim: 'roles',
});
const nothingEnded = { get: async () => undefined };

async function setUp(state: Pick<StateStore, 'get'> = nothingEnded) {
  const issuer = await startTokenIssuer();
  const { entries, log } = createLog();
  const signIn = signInAt(issuer.authority);
  return { issuer, entries, gate: createTokenGate({ signIn, state, log, now: Date.now }) };
}

const from = (gate: Gate, token?: string, address = '203.0.113.7') =>
  gate
    .admit({
      endpoint,
      address,
      headers: {
        host: 'collector.example',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
    })
    .then(
      () => 'admitted',
      (reason: unknown) => reason,
    );

describe(createTokenGate, () => {
  it.for([['metrics.publish'], ['operator'], ['viewer', 'admin']])(
    'lets in who holds %j',
    async (roles) => {
      const { issuer, gate, entries } = await setUp();

      expect(await from(gate, await issuer.issue({ roles }))).toBe('admitted');
      expect([entries, gate.refused]).toEqual([[], 0]);
    },
  );

  it.for<[string, number, (issuer: TokenIssuer) => Promise<string | undefined>]>([
    ['token-missing', 401, async () => undefined],
    ['token-malformed', 401, async () => 'a.b.c'],
    ['token-expired', 401, (issuer) => issuer.issue({ exp: anHourAgo })],
    ['audience-foreign', 401, (issuer) => issuer.issue({ aud: 'api://other' })],
    ['issuer-foreign', 401, (issuer) => issuer.issue({ iss: 'https://login.example' })],
    ['signature-invalid', 401, (issuer) => issuer.forge({ roles: ['metrics.publish'] })],
    ['permission-denied', 403, (issuer) => issuer.issue({ roles: ['viewer'] })],
    ['permission-denied', 403, (issuer) => issuer.issue()],
  ])('refuses with %s (%i), from this machine too', async ([code, status, tokenOf]) => {
    const { issuer, gate, entries } = await setUp();
    const token = await tokenOf(issuer);

    for (const address of ['203.0.113.7', '127.0.0.1']) {
      const refusal = await from(gate, token, address);
      const told = ['token-missing', 'permission-denied'].includes(code) ? code : 'token-refused';
      expect(refusal).toMatchObject({ code: told, status });
      if (token !== undefined) expect(String(refusal)).not.toContain(token);
    }

    const who = status === 403 ? 'backend-identity' : undefined;
    const common = { endpoint, code, who };
    expect(entries).toEqual([
      { message: 'refused', details: { ...common, address: '203.0.113.7', refused: 1 } },
      { message: 'refused', details: { ...common, address: '127.0.0.1', refused: 2 } },
    ]);
    if (token !== undefined) expect(JSON.stringify(entries)).not.toContain(token);
  });

  it('says so when the issuer cannot be asked', async () => {
    const { entries, log } = createLog();
    const signIn = signInAt('http://127.0.0.1:9');
    const gate = createTokenGate({ signIn, state: nothingEnded, log, now: Date.now });
    const { issue } = await startTokenIssuer();

    const refusal = await from(gate, await issue({ roles: ['operator'] }));

    expect(refusal).toMatchObject({ code: 'provider-unreachable', status: 503 });
    expect(entries).toMatchObject([{ details: { code: 'provider-unreachable' } }]);
  });
});

describe('a token whose session was ended', () => {
  const issuedAt = Math.floor(Date.now() / 1000);
  const operator = { sub: 'oscar', roles: ['operator'], iat: issuedAt };
  const ends = new Map<string, SessionEnd>([['oscar', { at: issuedAt * 1000 + 999 }]]);
  const state: Pick<StateStore, 'get'> = {
    get: async (partition, key) => (partition === sessionEnds ? ends.get(key) : undefined),
  };

  it('pushes nothing any more, and the one after it does', async () => {
    const { issuer, gate, entries } = await setUp(state);

    expect(await from(gate, await issuer.issue(operator))).toMatchObject({
      code: 'token-refused',
      status: 401,
      message: 'Your session was ended: sign in again',
    });
    expect(entries).toMatchObject([{ details: { code: 'session-ended', who: 'oscar' } }]);
    const anew = await issuer.issue({ ...operator, iat: issuedAt + 1 });
    expect(await from(gate, anew)).toBe('admitted');
    expect(await from(gate, await issuer.issue({ ...operator, sub: 'ada' }))).toBe('admitted');
  });

  it('is not taken on trust while the store cannot be read', async () => {
    const unreadable = { get: () => Promise.reject(new Error('disk')) };
    const { issuer, gate, entries } = await setUp(unreadable);

    expect(await from(gate, await issuer.issue(operator))).toMatchObject({
      code: 'sessions-unreadable',
      status: 503,
    });
    expect(entries).toMatchObject([{ details: { code: 'sessions-unreadable' } }]);
  });
});

describe(createLocalGate, () => {
  it('lets in programs of this machine that call it by its name, and nobody else', async () => {
    const { entries, log } = createLog();
    const gate = createLocalGate({ log });
    const asks = (address: string, host: string) =>
      gate.admit({ endpoint, address, headers: { host } });

    await asks('127.0.0.1', 'localhost:4318');
    await expect(asks('203.0.113.7', 'localhost')).rejects.toMatchObject({ status: 403 });
    await expect(asks('127.0.0.1', 'evil.example')).rejects.toMatchObject({ status: 403 });

    expect(gate.refused).toBe(2);
    expect(entries.map(({ message }) => message)).toEqual(['refused', 'refused']);
  });
});
