import { createSecretKey, type KeyObject } from 'node:crypto';
import { AccessError } from './access-error.ts';
import { createAudienceMatcher } from './audience.ts';
import { BoundedCache } from './bounded-cache.ts';
import { readSignedToken, type TokenClaims } from './signed-token.ts';

export interface TokenVerifierOptions {
  /** A token signed by any of them is accepted; two while keys are being changed. */
  readonly keys: readonly string[];
  /** Unix time in milliseconds. */
  readonly now?: () => number;
  /** Checks the signature alone, as Microsoft's emulator does. */
  readonly relaxed?: boolean;
}

export interface TokenVerifier {
  /**
   * The claims of a token that one of the keys signed, that has not expired and whose audience is
   * one of `acceptedAudiences` (see `audienceMatches`). Unless the verifier is relaxed, `exp` is a
   * number. When a token begins (`nbf`, `iat`) and who issued it is no concern of the service.
   *
   * @throws AccessError `token-too-long`, `token-malformed`, `signature-invalid`, `token-expired`,
   *   `audience-foreign`
   */
  verify(token: string, acceptedAudiences: readonly string[]): TokenClaims;
}

/** No header with a longer one passes the service. */
const maxLength = 16 * 1024;
/** Bounds the memory that tokens take; beyond it the oldest is verified again. */
const remembered = { maxEntries: 1000, maxCharacters: 1024 * 1024 };

/**
 * Creates a verifier. Publishers send the same token many times and clients send theirs twice, so
 * the claims of a token whose signature was good are remembered; time and audience are checked on
 * every call.
 */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const { now = Date.now, relaxed = false } = options;
  const keys = options.keys.map((key) => createSecretKey(key, 'utf8'));
  const verified = new BoundedCache<TokenClaims>(remembered);
  const matches = createAudienceMatcher();

  /** Whether one of the audiences is one that the token opens. */
  function opensOneOf(accepted: readonly string[], { aud }: TokenClaims): boolean {
    const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
    return accepted.some((door) =>
      audiences.some((audience) => typeof audience === 'string' && matches(audience, door)),
    );
  }

  return {
    verify(token, acceptedAudiences) {
      let claims = verified.get(token);
      if (claims === undefined) {
        claims = readSigned(token, keys);
        verified.set(token, claims);
      }
      if (relaxed) return claims;
      try {
        checkTime(claims, now() / 1000);
      } catch (error) {
        verified.delete(token);
        throw error;
      }
      if (opensOneOf(acceptedAudiences, claims)) return claims;
      throw new AccessError('audience-foreign', 'The token is meant for another audience');
    },
  };
}

function readSigned(token: string, keys: readonly KeyObject[]): TokenClaims {
  if (token.length <= maxLength) return readSignedToken(token, keys);
  throw new AccessError('token-too-long', `The token is longer than ${maxLength} characters`);
}

function checkTime({ exp }: TokenClaims, nowSeconds: number): void {
  if (typeof exp !== 'number') {
    throw new AccessError('token-malformed', 'The token has no expiry (exp)');
  }
  if (nowSeconds >= exp) throw new AccessError('token-expired', 'The token has expired');
}
