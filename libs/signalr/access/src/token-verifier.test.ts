import { createHmac } from 'node:crypto';
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

/** A token with a good signature, whatever stands in it. */
function forged(header: object, claims: string | Uint8Array = '{}'): string {
  const encode = (part: string | Uint8Array) => Buffer.from(part).toString('base64url');
  const content = `${encode(JSON.stringify(header))}.${encode(claims)}`;
  const hmac = createHmac('sha256', connection.accessKey).update(content);
  return `${content}.${hmac.digest('base64url')}`;
}

/** Good claims but for one byte. */
const notUtf8 = Buffer.from(`{"aud":"${door[0]}","exp":2e9,"name":"\u00ff"}`, 'latin1');

const cut = async (token: Promise<string>) => (await token).slice(0, -4);

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
  it('returns the claims of a token that any of its keys signed', async () => {
    const verifier = createTokenVerifier({ keys, now: () => start });

    expect(verifier.verify(await access(), door)).toMatchObject({
      'asrs.s.uid': 'una',
    });
  });

  it('accepts HS512, which the service’s SDK can be told to use', async () => {
    const token = await new SignJWT({ aud: door, exp: start / 1000 + 1 })
      .setProtectedHeader({ alg: 'HS512' })
      .sign(new TextEncoder().encode(connection.accessKey));

    expect(createTokenVerifier({ keys, now: () => start }).verify(token, door)).toMatchObject({
      aud: door,
    });
  });

  it('refuses a token from the moment it expires, also one it has seen', async () => {
    const now = vi.fn(() => start + 59_999);
    const verifier = createTokenVerifier({ keys, now });
    const token = await access(60);
    verifier.verify(token, door);

    now.mockReturnValue(start + 60_000);

    expect(() => verifier.verify(token, door)).toThrow(
      expect.objectContaining({ code: 'token-expired' }),
    );
  });

  it('compares the audience of a token it has seen with each request', async () => {
    const verifier = createTokenVerifier({ keys, now: () => start });
    const token = await access();
    verifier.verify(token, door);

    expect(() => verifier.verify(token, ['http://127.0.0.1:8888/client/?hub=other'])).toThrow(
      expect.objectContaining({ code: 'audience-foreign' }),
    );
  });

  it('does not mind when a token begins: clocks differ', async () => {
    const token = await access(600);
    const anHourBefore = createTokenVerifier({ keys, now: () => start - 3_600_000 });
    expect(anHourBefore.verify(token, door)).toBeDefined();
  });

  it('checks the signature alone when relaxed', async () => {
    const verifier = createTokenVerifier({ keys, relaxed: true, now: () => start });

    expect(verifier.verify(await sign({ exp: 1, aud: 'x' }), door)).toBeDefined();
    const foreign = await sign({}, 'other');
    expect(() => verifier.verify(foreign, door)).toThrow(
      expect.objectContaining({ code: 'signature-invalid' }),
    );
  });

  it.for<[string, Promise<string> | string, string]>([
    ['another key', sign({ aud: door, exp: 2e9 }, 'third key'), 'signature-invalid'],
    ['no signature', new UnsecuredJWT({ aud: door, exp: 2e9 }).encode(), 'token-malformed'],
    ['no expiry', sign({ aud: door }), 'token-malformed'],
    ['an expiry in words', sign({ aud: door, exp: 'never' }), 'token-malformed'],
    ['no audience', sign({ exp: 2e9 }), 'audience-foreign'],
    ['an audience that is no text', sign({ aud: [1, null], exp: 2e9 }), 'audience-foreign'],
    ['an algorithm of key pairs', forged({ alg: 'RS256' }), 'token-malformed'],
    ['an algorithm that every object has', forged({ alg: 'toString' }), 'token-malformed'],
    ['an extension that must be understood', forged({ alg: 'HS256', crit: [] }), 'token-malformed'],
    ['a signature cut short', cut(sign({ aud: door, exp: 2e9 })), 'signature-invalid'],
    ['claims that are a list', forged({ alg: 'HS256' }, '[]'), 'token-malformed'],
    ['claims that are no JSON', forged({ alg: 'HS256' }, '{'), 'token-malformed'],
    ['claims that are not UTF-8', forged({ alg: 'HS256' }, notUtf8), 'token-malformed'],
    ['nothing in it', '', 'token-malformed'],
    ['three dots', '...', 'token-malformed'],
    ['20 000 characters', 'x'.repeat(20_000), 'token-too-long'],
  ])('refuses a token with %s', async ([, given, code]) => {
    const token = await given;
    const verifier = createTokenVerifier({ keys, now: () => start });

    expect(() => verifier.verify(token, door)).toThrow(expect.objectContaining({ code }));
  });

  it('refuses claims that were changed after signing', async () => {
    const [header, , signature] = (await access()).split('.');
    const claims = JSON.stringify({ aud: door, exp: 2e9, 'asrs.s.uid': 'mallory' });
    const changed = [header, Buffer.from(claims).toString('base64url'), signature].join('.');

    expect(() => createTokenVerifier({ keys, now: () => start }).verify(changed, door)).toThrow(
      expect.objectContaining({ code: 'signature-invalid' }),
    );
  });

  it('keeps verifying after more tokens than it remembers', async () => {
    const verifier = createTokenVerifier({ keys, now: () => start });
    for (let n = 0; n < 1001; n += 1) {
      verifier.verify(await sign({ aud: door, exp: 2e9, n }), door);
    }

    expect(verifier.verify(await sign({ aud: door, exp: 2e9, n: 0 }), door)).toMatchObject({
      n: 0,
    });
  });

  it('opens with a remembered token only what the token is made out for', async () => {
    const verifier = createTokenVerifier({ keys, now: () => start });
    const token = await access();

    for (let time = 0; time < 2; time += 1) {
      expect(verifier.verify(token, door)).toMatchObject({ 'asrs.s.uid': 'una' });
      expect(() => verifier.verify(token, ['http://127.0.0.1:8888/client/?hub=other'])).toThrow(
        expect.objectContaining({ code: 'audience-foreign' }),
      );
    }
  });
});
