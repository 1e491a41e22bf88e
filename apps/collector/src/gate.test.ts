import { createAccessTokenVerifier } from '@heliograph/identity-verify';
import { describe, expect, it } from 'vitest';
import { audience, startTokenIssuer, type TokenIssuer } from './fixtures/token-issuer.ts';
import { createGate, type Gate } from './gate.ts';

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

async function setUp() {
  const issuer = await startTokenIssuer();
  const { entries, log } = createLog();
  const verifier = createAccessTokenVerifier({ authority: issuer.authority, audience });
  return { issuer, entries, gate: createGate({ verifier, log }) };
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

describe(createGate, () => {
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
      expect(await from(gate, token, address)).toMatchObject({ code, status });
    }

    const who = status === 403 ? 'backend-identity' : undefined;
    const common = { endpoint, code, who };
    expect(entries).toEqual([
      { message: 'refused', details: { ...common, address: '203.0.113.7', refused: 1 } },
      { message: 'refused', details: { ...common, address: '127.0.0.1', refused: 2 } },
    ]);
    if (token !== undefined) expect(JSON.stringify(entries)).not.toContain(token);
  });

  it('keeps what it is told by itself where it is reached from this machine only', async () => {
    const { entries, log } = createLog();
    const gate = createGate({ verifier: undefined, log });
    const asks = (address: string, host: string) =>
      gate.admit({ endpoint, address, headers: { host } });

    await asks('127.0.0.1', 'localhost:4318');
    await expect(asks('203.0.113.7', 'localhost')).rejects.toMatchObject({ status: 403 });
    await expect(asks('127.0.0.1', 'evil.example')).rejects.toMatchObject({ status: 403 });

    expect(gate.refused).toBe(2);
    expect(entries.map(({ message }) => message)).toEqual(['refused', 'refused']);
  });
});
