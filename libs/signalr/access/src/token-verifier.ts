import { createSecretKey, type KeyObject } from 'node:crypto';
import { AccessError } from './access-error.ts';
import { audienceMatches } from './audience.ts';
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
   * The claims of a token that one of the keys signed, that is valid now and whose audience is one
   * of `acceptedAudiences` (see `audienceMatches`). Unless the verifier is relaxed, `exp` is a number.
   *
   * @throws AccessError `token-too-long`, `token-malformed`, `signature-invalid`, `token-expired`,
   *   `token-not-yet-valid`, `audience-foreign`
   */
  verify(token: string, acceptedAudiences: readonly string[]): TokenClaims;
}

/** No header with a longer one passes the service. */
const maxLength = 16 * 1024;
/** Clocks differ: a token may have been made a little in our future. */
const notBeforeLeewaySeconds = 60;
/** Bounds the memory that tokens take; beyond it the oldest is verified again. */
const maxCached = 1000;
/** A token is nearly always made out for one URL, which callers spell in one way or two. */
const maxDoors = 8;

interface VerifiedToken {
  readonly claims: TokenClaims;
  /** Audiences that the token was found to open. */
  readonly doors: Set<string>;
}

/**
 * Creates a verifier. Publishers send the same token many times, so a token whose signature was
 * good is remembered until it expires, with the audiences that it opened; time is checked on every call.
 */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const { now = Date.now, relaxed = false } = options;
  const keys = options.keys.map((key) => createSecretKey(key, 'utf8'));
  const verified = new Map<string, VerifiedToken>();

  return {
    verify(token, acceptedAudiences) {
      let known = verified.get(token);
      if (known === undefined) {
        known = { claims: readSigned(token, keys), doors: new Set() };
        remember(verified, token, known);
      }
      const { claims, doors } = known;
      if (relaxed) return claims;
      try {
        checkTime(claims, now() / 1000);
      } catch (error) {
        verified.delete(token);
        throw error;
      }
      if (acceptedAudiences.some((door) => doors.has(door))) return claims;
      const door = findDoor(claims, acceptedAudiences);
      if (doors.size < maxDoors) doors.add(door);
      return claims;
    },
  };
}

function readSigned(token: string, keys: readonly KeyObject[]): TokenClaims {
  if (token.length <= maxLength) return readSignedToken(token, keys);
  throw new AccessError('token-too-long', `The token is longer than ${maxLength} characters`);
}

function checkTime({ exp, nbf }: TokenClaims, nowSeconds: number): void {
  if (typeof exp !== 'number') {
    throw new AccessError('token-malformed', 'The token has no expiry (exp)');
  }
  if (nowSeconds >= exp) throw new AccessError('token-expired', 'The token has expired');
  if (nbf === undefined) return;
  if (typeof nbf !== 'number') {
    throw new AccessError('token-malformed', "The token's nbf is not a number");
  }
  if (nbf > nowSeconds + notBeforeLeewaySeconds) {
    throw new AccessError('token-not-yet-valid', 'The token is not valid yet; compare the clocks');
  }
}

/** The first of the audiences that the token opens. */
function findDoor({ aud }: TokenClaims, accepted: readonly string[]): string {
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  const found = accepted.find((door) =>
    audiences.some((audience) => typeof audience === 'string' && audienceMatches(audience, door)),
  );
  if (found !== undefined) return found;
  throw new AccessError('audience-foreign', 'The token is meant for another audience');
}

function remember(verified: Map<string, VerifiedToken>, token: string, known: VerifiedToken): void {
  const oldest = verified.size >= maxCached ? verified.keys().next() : undefined;
  if (oldest?.done === false) verified.delete(oldest.value);
  verified.set(token, known);
}
