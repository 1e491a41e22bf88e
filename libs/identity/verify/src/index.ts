export { createAccessTokenVerifier } from './access-token-verifier.ts';
export type { AccessTokenVerifier, AccessTokenVerifierOptions } from './access-token-verifier.ts';
export { readBearerToken } from './bearer-token.ts';
export type { Person } from './person.ts';
export { IdentityError, identityErrorCodes } from './identity-error.ts';
export type { IdentityErrorCode } from './identity-error.ts';
