import { isRole, type Role } from '@heliograph/contracts';
import type { Person } from '@heliograph/identity-verify';
import { BackendError } from './backend-error.ts';

/** Somebody who may use the live hub: a person with at least one of our roles. */
export interface Caller {
  readonly userId: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** When the access token was issued by which they are known: Unix milliseconds. */
  readonly knownSince: number;
}

/** @throws BackendError `role-missing` when none of the person's roles is one of ours. */
export function toCaller({ userId, name, roles, issuedAt }: Person): Caller {
  const ours = roles.filter(isRole);
  if (ours.length === 0) {
    throw new BackendError('role-missing', 'You are signed in, but you have no role here');
  }
  return { userId, name, roles: ours, knownSince: issuedAt };
}

/**
 * The claims by which a caller is known again when the service forwards an invocation.
 *
 * The header that carries them separates claims by commas, and a trigger keeps only the first value
 * of each type. So all roles go into one claim, and the name travels percent-encoded. The types are
 * ours alone: `role` and `name` are renamed by some token libraries on the way.
 */
const rolesClaim = 'heliograph_roles';
const nameClaim = 'heliograph_name';
const sinceClaim = 'heliograph_since';

export function toClaims({ name, roles, knownSince }: Caller): Record<string, string> {
  return {
    [rolesClaim]: roles.join(' '),
    // A lone surrogate cannot be encoded.
    [nameClaim]: encodeURIComponent(name.toWellFormed()),
    [sinceClaim]: String(knownSince),
  };
}

/** Reads back what `toClaims` wrote; `undefined` when the connection is nobody's. */
export function readCaller(
  userId: string | undefined,
  claims: Readonly<Record<string, string>>,
): Caller | undefined {
  if (!userId) return undefined;
  const roles = (claims[rolesClaim] ?? '').split(' ').filter(isRole);
  const knownSince = Number(claims[sinceClaim]);
  return {
    userId,
    name: decode(claims[nameClaim]) ?? userId,
    roles,
    knownSince: Number.isFinite(knownSince) ? knownSince : 0,
  };
}

function decode(text: string | undefined): string | undefined {
  try {
    return text ? decodeURIComponent(text) : undefined;
  } catch {
    return undefined;
  }
}
