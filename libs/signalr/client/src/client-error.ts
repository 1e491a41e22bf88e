/** Why a call on a hub client failed. */
export const clientErrorCodes = [
  /** An option cannot be used, for example a negotiate URL that does not end in `/negotiate`. */
  'options-invalid',
  /** There is no connection at the moment. Nothing was sent. */
  'not-live',
  /** The connection ended before the answer came. The invocation may have been carried out. */
  'connection-lost',
  /** No answer within the time-out. The invocation may have been carried out. */
  'timed-out',
  /** The backend answered with an error. The message of `cause` is what it said. */
  'refused',
  /** The answer does not match the target's result schema. */
  'result-invalid',
] as const;

export type ClientErrorCode = (typeof clientErrorCodes)[number];

/** A failed call. Programs match on `code`, which is stable; `message` is for people. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly code: ClientErrorCode;

  constructor(code: ClientErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
