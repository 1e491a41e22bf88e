import type { JWTPayload } from 'jose';
import { IdentityError } from './identity-error.ts';

/** Who somebody is, as far as their access token says. */
export interface Person {
  /** Stable within the provider; what SignalR calls the user id. */
  readonly userId: string;
  /** How to address them. */
  readonly name: string;
  readonly roles: readonly string[];
  /** When the token was issued: Unix milliseconds, in whole seconds. 0 where it does not say. */
  readonly issuedAt: number;
}

/** Which claims tell what. A claim's name is taken literally, also when it looks like a URL. */
export interface PersonClaims {
  readonly userId: string;
  readonly name: string;
  readonly roles: string;
}

/**
 * Reads a person from the claims of a token that was verified before.
 *
 * @throws IdentityError `user-missing` when the claim with the user id is not a text of 1 to 255
 *   characters.
 */
export function toPerson(claims: JWTPayload, names: PersonClaims): Person {
  const userId = textOf(claims[names.userId]);
  if (userId === undefined || userId.length > 255) {
    throw new IdentityError(
      'user-missing',
      `The token's claim '${names.userId}' does not say who its bearer is`,
    );
  }
  const name = textOf(claims[names.name]) ?? textOf(claims['preferred_username']) ?? userId;
  return {
    userId,
    name: name.slice(0, 255),
    roles: rolesOf(claims[names.roles]),
    issuedAt: Math.floor(claims.iat ?? 0) * 1000,
  };
}

/** Providers write one role as a string, several as an array or separated by spaces. */
function rolesOf(claim: unknown): string[] {
  const items: unknown[] = typeof claim === 'string' ? claim.split(' ') : toArray(claim);
  const texts = items.filter((item) => typeof item === 'string');
  return [...new Set(texts.filter((text) => text !== ''))];
}

function toArray(claim: unknown): unknown[] {
  return Array.isArray(claim) ? claim : [];
}

function textOf(claim: unknown): string | undefined {
  return typeof claim === 'string' && claim.trim() !== '' ? claim : undefined;
}
