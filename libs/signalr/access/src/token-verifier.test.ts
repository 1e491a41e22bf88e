import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it, vi } from 'vitest';
import { createClientAccess } from './client-access.ts';
import { createTokenVerifier } from './token-verifier.ts';

const connection = { endpoint: 'http://localhost:8888', accessKey: 'second key', version: '1.0' };
const keys = ['first key', connection.accessKey];
const door = ['http://127.0.0.1:8888/client/?hub=live'];
const start = 1_700_000_000_000;

const sign = (claims: Record<string, unknown>, key = connection.accessKey) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(key));

const access = async (lifetimeSeconds = 60) =>
  (
    await createClientAccess({
      connection,
      hub: 'live',
      userId: 'una',
      lifetimeSeconds,
      now: () => start,
    })
  ).accessToken;

describe(createTokenVerifier, () => {
  it('resolves with the claims of a token that any of its keys signed', async () => {
    const verifier = createTokenVerifier({ keys, now: () => start });

    await expect(verifier.verify(await access(), door)).resolves.toMatchObject({
      'asrs.s.uid': 'una',
    });
  });

  it('accepts HS512, which the service’s SDK can be told to use', async () => {
    const token = await new SignJWT({ aud: door, exp: start / 1000 + 1 })
      .setProtectedHeader({ alg: 'HS512' })
      .sign(new TextEncoder().encode(connection.accessKey));

    await expect(
      createTokenVerifier({ keys, now: () => start }).verify(token, door),
    ).resolves.toMatchObject({ aud: door });
  });

  it('refuses a token from the moment it expires, also one it has seen', async () => {
    const now = vi.fn(() => start + 59_999);
    const verifier = createTokenVerifier({ keys, now });
    const token = await access(60);
    await verifier.verify(token, door);

    now.mockReturnValue(start + 60_000);

    await expect(verifier.verify(token, door)).rejects.toMatchObject({ code: 'token-expired' });
  });

  it('compares the audience of a token it has seen with each request', async () => {
    const verifier = createTokenVerifier({ keys, now: () => start });
    const token = await access();
    await verifier.verify(token, door);

    await expect(
      verifier.verify(token, ['http://127.0.0.1:8888/client/?hub=other']),
    ).rejects.toMatchObject({ code: 'audience-foreign' });
  });

  it('allows for clocks that differ by a minute, no more', async () => {
    const token = await access(600);

    await expect(
      createTokenVerifier({ keys, now: () => start - 60_000 }).verify(token, door),
    ).resolves.toBeDefined();
    await expect(
      createTokenVerifier({ keys, now: () => start - 61_000 }).verify(token, door),
    ).rejects.toMatchObject({ code: 'token-not-yet-valid' });
  });

  it('checks the signature alone when relaxed', async () => {
    const verifier = createTokenVerifier({ keys, relaxed: true, now: () => start });

    await expect(verifier.verify(await sign({ exp: 1, aud: 'x' }), door)).resolves.toBeDefined();
    await expect(verifier.verify(await sign({}, 'other'), door)).rejects.toMatchObject({
      code: 'signature-invalid',
    });
  });

  it.for<[string, Promise<string> | string, string]>([
    ['another key', sign({ aud: door, exp: 2e9 }, 'third key'), 'signature-invalid'],
    ['no signature', new UnsecuredJWT({ aud: door, exp: 2e9 }).encode(), 'token-malformed'],
    ['no expiry', sign({ aud: door }), 'token-malformed'],
    ['an expiry in words', sign({ aud: door, exp: 'never' }), 'token-malformed'],
    ['a start in words', sign({ aud: door, exp: 2e9, nbf: 'now' }), 'token-malformed'],
    ['no audience', sign({ exp: 2e9 }), 'audience-foreign'],
    ['an audience that is no text', sign({ aud: [1, null], exp: 2e9 }), 'audience-foreign'],
    ['nothing in it', '', 'token-malformed'],
    ['three dots', '...', 'token-malformed'],
    ['20 000 characters', 'x'.repeat(20_000), 'token-too-long'],
  ])('refuses a token with %s', async ([, token, code]) => {
    const verifier = createTokenVerifier({ keys, now: () => start });

    await expect(verifier.verify(await token, door)).rejects.toMatchObject({ code });
  });

  it('refuses claims that were changed after signing', async () => {
    const [header, , signature] = (await access()).split('.');
    const claims = btoa(JSON.stringify({ aud: door, exp: 2e9, 'asrs.s.uid': 'mallory' }));
    const forged = [header, claims.replaceAll('=', ''), signature].join('.');

    await expect(
      createTokenVerifier({ keys, now: () => start }).verify(forged, door),
    ).rejects.toMatchObject({ code: 'signature-invalid' });
  });

  it('keeps verifying after more tokens than it remembers', async () => {
    const verifier = createTokenVerifier({ keys, now: () => start });
    for (let n = 0; n < 1001; n += 1) {
      await verifier.verify(await sign({ aud: door, exp: 2e9, n }), door);
    }

    await expect(
      verifier.verify(await sign({ aud: door, exp: 2e9, n: 0 }), door),
    ).resolves.toMatchObject({ n: 0 });
  });

  it('opens with a remembered token only what the token is made out for', async () => {
    const verifier = createTokenVerifier({ keys, now: () => start });
    const token = await access();

    for (let time = 0; time < 2; time += 1) {
      await expect(verifier.verify(token, door)).resolves.toMatchObject({ 'asrs.s.uid': 'una' });
      await expect(
        verifier.verify(token, ['http://127.0.0.1:8888/client/?hub=other']),
      ).rejects.toMatchObject({ code: 'audience-foreign' });
    }
  });
});
