/** Why the local provider cannot start. */
export const providerErrorCodes = [
  /** An option is missing or cannot be what it says. A mistake of the caller. */
  'option-invalid',
  /** Something else already listens there. */
  'address-taken',
  /** The file of signing keys holds something else, or cannot be read or written. */
  'key-file-invalid',
] as const;

export type ProviderErrorCode = (typeof providerErrorCodes)[number];

/** A refusal. Programs match on `code`, which is stable; `message` is for people. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly code: ProviderErrorCode;

  constructor(code: ProviderErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
