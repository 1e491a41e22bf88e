import { createSecretKey } from 'node:crypto';
import { AccessError } from './access-error.ts';
import type { SignalRConnection } from './connection-string.ts';
import { signToken, type TokenClaims } from './signed-token.ts';

/** The service refuses longer tokens, because they travel in a URL. */
export const maxTokenLength = 4096;

/** As long as the service's own SDK makes them. */
const defaultLifetimeSeconds = 3600;

export interface AccessTokenOptions {
  readonly connection: SignalRConnection;
  readonly audience: string;
  readonly claims?: TokenClaims;
  readonly lifetimeSeconds?: number | undefined;
  /** Unix time in milliseconds. */
  readonly now?: (() => number) | undefined;
}

/**
 * Signs a token with the connection's key: HS256 over the key's text in UTF-8, although it looks
 * like base64.
 *
 * @throws AccessError `access-key-missing`, `lifetime-invalid`, `token-too-long`
 */
export async function signAccessToken(options: AccessTokenOptions): Promise<string> {
  const { connection, audience, claims = {}, now = Date.now } = options;
  const lifetime = options.lifetimeSeconds ?? defaultLifetimeSeconds;
  if (!connection.accessKey) {
    throw new AccessError(
      'access-key-missing',
      'Signing a token needs a connection string with an AccessKey',
    );
  }
  if (!Number.isSafeInteger(lifetime) || lifetime < 1) {
    throw new AccessError(
      'lifetime-invalid',
      `A token cannot live for ${lifetime} s; it must be a whole number of seconds, at least 1`,
    );
  }
  const issuedAt = Math.floor(now() / 1000);
  const token = signToken(
    { ...claims, nbf: issuedAt, exp: issuedAt + lifetime, iat: issuedAt, aud: audience },
    createSecretKey(connection.accessKey, 'utf8'),
  );
  if (token.length > maxTokenLength) {
    throw new AccessError(
      'token-too-long',
      `The token has ${token.length} characters, but the service accepts at most ${maxTokenLength}; send fewer or shorter claims`,
    );
  }
  return token;
}
