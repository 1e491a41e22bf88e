/** Why a caller could not be identified, and the HTTP status that says so. */
const statusByCode = {
  /** No bearer token came with the request. */
  'token-missing': 401,
  /** Not a signed JSON Web Token of a reasonable size. */
  'token-malformed': 401,
  /** Signed with an algorithm that is not accepted, or not signed at all. */
  'algorithm-refused': 401,
  /** The signature does not match any key of the provider. */
  'signature-invalid': 401,
  'token-expired': 401,
  'token-not-yet-valid': 401,
  /** Meant for another API. */
  'audience-foreign': 401,
  /** Issued by another provider. */
  'issuer-foreign': 401,
  /** The token does not say who its bearer is. */
  'user-missing': 401,
  /** Discovery document or keys could not be fetched, or are not what they should be. */
  'provider-unreachable': 503,
} as const;

export type IdentityErrorCode = keyof typeof statusByCode;

export const identityErrorCodes = Object.keys(statusByCode) as readonly IdentityErrorCode[];

/**
 * A refusal. Programs match on `code`, which is stable; `message` is for people. Neither ever
 * contains the token or a part of it.
 */
export class IdentityError extends Error {
  override readonly name = 'IdentityError';
  readonly code: IdentityErrorCode;

  constructor(code: IdentityErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** The HTTP status that fits: 401, or 503 when it is the provider that fails. */
  get status(): (typeof statusByCode)[IdentityErrorCode] {
    return statusByCode[this.code];
  }
}
