/** Why a store could not do what was asked. */
export const storeErrorCodes = [
  /** The address names no store that is offered, or names it wrongly. */
  'address-invalid',
  /** The file cannot be opened: no folder, no permission, or not a database. */
  'store-unreadable',
  /** The file was written by a newer version of this library. */
  'store-newer',
  /** Others hold the store; the same call may succeed a moment later. */
  'store-busy',
  /** The store failed to read or write: disk full, damaged, closed. */
  'store-failed',
  /** A key is empty or too long, or a value is no JSON or too large. */
  'entry-invalid',
] as const;

export type StoreErrorCode = (typeof storeErrorCodes)[number];

/** A refusal or failure. Programs match on `code`, which is stable; `message` is for people. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
