/** Why a connection string, a token or a signature was refused, or could not be made. */
export const accessErrorCodes = [
  /** The text is not a connection string. */
  'connection-string-malformed',
  /** The connection string asks for a version other than 1.x. */
  'version-unsupported',
  /** The connection signs in with an identity, so there is no shared key to sign with. */
  'access-key-missing',
  /** Not a hub name that Azure SignalR accepts. */
  'hub-invalid',
  /** A token's lifetime must be a whole number of seconds, at least 1. */
  'lifetime-invalid',
  /** The token would be, or is, longer than the service accepts. */
  'token-too-long',
  /** The text is not a signed token, or its claims cannot be read. */
  'token-malformed',
  /** None of the keys made the token's signature. */
  'signature-invalid',
  'token-expired',
  /** The token is meant for another audience. */
  'audience-foreign',
] as const;

export type AccessErrorCode = (typeof accessErrorCodes)[number];

/**
 * A refusal. Programs match on `code`, which is stable; `message` is for people. Neither keys nor
 * tokens are part of a message.
 */
export class AccessError extends Error {
  override readonly name = 'AccessError';
  readonly code: AccessErrorCode;

  constructor(code: AccessErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
