export { formatConnectionString, parseConnectionString } from './connection-string.ts';
export type { SignalRConnection } from './connection-string.ts';
export type { AuthType } from './auth-type.ts';
export { createClientAccess } from './client-access.ts';
export type { ClientAccess, ClientAccessOptions } from './client-access.ts';
export { createDataPlaneToken } from './data-plane-token.ts';
export type { DataPlaneTokenOptions } from './data-plane-token.ts';
export { createTokenVerifier } from './token-verifier.ts';
export type { TokenVerifier, TokenVerifierOptions } from './token-verifier.ts';
export type { TokenClaims } from './signed-token.ts';
export { readClientClaims, readUserId } from './user-claims.ts';
export type { ClientClaim, UserClaims } from './user-claims.ts';
export { audienceMatches, dataPlaneAudience } from './audience.ts';
export {
  signatureHeader,
  signConnectionId,
  verifyConnectionSignature,
} from './connection-signature.ts';
export { toHubName } from './hub-name.ts';
export { AccessError, accessErrorCodes } from './access-error.ts';
export type { AccessErrorCode } from './access-error.ts';
