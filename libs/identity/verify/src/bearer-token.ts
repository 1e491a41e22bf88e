import { IdentityError } from './identity-error.ts';

// RFC 6750 section 2.1; the scheme's name is case-insensitive (RFC 9110 section 11.1).
const bearer = /^Bearer +([\w~+/.-]+=*) *$/i;

/**
 * Reads the token of an `Authorization: Bearer …` header.
 *
 * @throws IdentityError `token-missing` without a header or with another scheme, `token-malformed`
 *   when what follows the scheme is not a token.
 */
export function readBearerToken(authorization: string | null | undefined): string {
  if (!authorization || !/^Bearer(?: |$)/i.test(authorization)) {
    throw new IdentityError('token-missing', 'Sign in: the request carries no bearer token');
  }
  const token = bearer.exec(authorization)?.[1];
  if (token === undefined) {
    throw new IdentityError('token-malformed', 'The Authorization header holds no bearer token');
  }
  return token;
}
