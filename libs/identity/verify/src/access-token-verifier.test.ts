import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey } from 'jose';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createAccessTokenVerifier } from './access-token-verifier.ts';

const audience = 'api://heliograph';
const ada = { sub: 'ada@heliograph.local', name: 'Ada', roles: ['viewer', 'admin'] };

interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: object;
}

async function createSigningKey(kid: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  return {
    kid,
    privateKey,
    publicJwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' },
  };
}

/** A provider that publishes what an OpenID provider publishes, and counts who asks. */
async function startProvider(keys: SigningKey[]) {
  const requests = { discovery: 0, keys: 0 };
  const answers = { discovery: 200 };
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    if (request.url === '/.well-known/openid-configuration') {
      requests.discovery += 1;
      response.statusCode = answers.discovery;
      response.end(JSON.stringify({ issuer, jwks_uri: `${issuer}/jwks` }));
    } else {
      requests.keys += 1;
      response.end(JSON.stringify({ keys: keys.map((key) => key.publicJwk) }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { issuer, keys, requests, answers };
}

function sign(
  key: SigningKey,
  issuer: string,
  claims: Record<string, unknown> = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ iss: issuer, aud: audience, exp: now + 600, ...ada, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: 'at+jwt' })
    .sign(key.privateKey);
}

async function setUp() {
  const key = await createSigningKey('first');
  const provider = await startProvider([key]);
  return {
    key,
    provider,
    verifier: createAccessTokenVerifier({ authority: provider.issuer, audience }),
  };
}

const nowInSeconds = () => Math.floor(Date.now() / 1000);

describe(createAccessTokenVerifier, () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('returns the person that a valid token names', async () => {
    const { key, provider, verifier } = await setUp();

    expect(await verifier.verify(await sign(key, provider.issuer))).toEqual({
      userId: 'ada@heliograph.local',
      name: 'Ada',
      roles: ['viewer', 'admin'],
      issuedAt: expect.any(Number) as number,
    });
  });

  it('asks the provider once for many tokens that arrive at the same time', async () => {
    const { key, provider, verifier } = await setUp();
    const token = await sign(key, provider.issuer);

    await Promise.all(Array.from({ length: 20 }, () => verifier.verify(token)));

    expect(provider.requests).toEqual({ discovery: 1, keys: 1 });
  });

  it('takes the user id from the claim of choice, and its issuer with a trailing slash', async () => {
    const { key, provider } = await setUp();
    const verifier = createAccessTokenVerifier({
      authority: `${provider.issuer}/`,
      audience,
      userIdClaim: 'preferred_username',
    });
    const token = await sign(key, provider.issuer, { preferred_username: 'ada' });

    expect(await verifier.verify(token)).toMatchObject({ userId: 'ada' });
  });

  it.for<[string, Record<string, unknown>]>([
    ['token-expired', { exp: nowInSeconds() - 60 }],
    ['token-not-yet-valid', { nbf: nowInSeconds() + 60 }],
    ['audience-foreign', { aud: 'api://other' }],
    ['issuer-foreign', { iss: 'http://127.0.0.1:1' }],
    ['token-malformed', { exp: undefined }],
    ['user-missing', { sub: undefined }],
    ['user-missing', { sub: 'x'.repeat(256) }],
  ])('refuses with %s a token with the claims %j', async ([code, claims]) => {
    const { key, provider, verifier } = await setUp();
    const token = await sign(key, provider.issuer, claims);

    const refusal = await verifier.verify(token).catch((reason: unknown) => reason);

    expect(refusal).toMatchObject({ name: 'IdentityError', code });
    expect(String(refusal)).not.toContain(token.slice(0, 20));
  });

  it('forgives a clock that differs by 30 seconds, not one that differs by more', async () => {
    const { key, provider } = await setUp();
    const token = await sign(key, provider.issuer, { exp: 1_000_000_000 });
    const verifierAt = (seconds: number) =>
      createAccessTokenVerifier({
        authority: provider.issuer,
        audience,
        now: () => seconds * 1000,
      });

    expect(await verifierAt(1_000_000_029).verify(token)).toMatchObject({ name: 'Ada' });
    await expect(verifierAt(1_000_000_031).verify(token)).rejects.toMatchObject({
      code: 'token-expired',
    });
  });

  it('refuses a token that somebody else signed under a known key id', async () => {
    const { provider, verifier } = await setUp();
    const forger = await createSigningKey('first');

    await expect(verifier.verify(await sign(forger, provider.issuer))).rejects.toMatchObject({
      code: 'signature-invalid',
    });
  });

  it('refuses unsigned tokens and shared secrets without asking the provider', async () => {
    const { provider, verifier } = await setUp();
    const unsigned = new UnsecuredJWT(ada).setIssuer(provider.issuer).encode();
    const shared = await new SignJWT(ada)
      .setProtectedHeader({ alg: 'HS256', kid: 'first' })
      .sign(new TextEncoder().encode('x'.repeat(32)));

    for (const token of [unsigned, shared]) {
      await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'algorithm-refused' });
    }
    expect(provider.requests).toEqual({ discovery: 0, keys: 0 });
  });

  it.for([
    ['', 'token-missing'],
    ['abc', 'token-malformed'],
    ['a.b.c', 'token-malformed'],
    ['x'.repeat(20_000), 'token-malformed'],
  ] as const)('refuses %j: %s', async ([token, code]) => {
    const { verifier } = await setUp();

    await expect(verifier.verify(token)).rejects.toMatchObject({ code });
  });

  it('learns a new key when the provider rotates', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { key, provider, verifier } = await setUp();
    await verifier.verify(await sign(key, provider.issuer));
    const next = await createSigningKey('second');
    provider.keys.splice(0, 1, next);

    // Unknown key ids refetch at most every 30 s, so that forged tokens cannot flood the provider.
    vi.setSystemTime(Date.now() + 31_000);

    expect(await verifier.verify(await sign(next, provider.issuer))).toMatchObject({ name: 'Ada' });
    await expect(verifier.verify(await sign(key, provider.issuer))).rejects.toMatchObject({
      code: 'signature-invalid',
    });
  });

  it('says that the provider is unreachable, and tries again for the next token', async () => {
    const { key, provider, verifier } = await setUp();
    const token = await sign(key, provider.issuer);
    provider.answers.discovery = 500;
    await expect(verifier.verify(token)).rejects.toMatchObject({
      code: 'provider-unreachable',
      status: 503,
    });

    provider.answers.discovery = 200;

    expect(await verifier.verify(token)).toMatchObject({ name: 'Ada' });
  });

  it('refuses a discovery document that speaks of another issuer', async () => {
    const { key, provider } = await setUp();
    const authority = provider.issuer.replace('127.0.0.1', 'localhost');
    const verifier = createAccessTokenVerifier({ authority, audience });

    await expect(verifier.verify(await sign(key, authority))).rejects.toThrow(
      /its issuer is http:\/\/127\.0\.0\.1/,
    );
  });
});
