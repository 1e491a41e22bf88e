/** What goes wrong between a hub's contract and the host that runs its functions. */
export const serverlessErrorCodes = [
  /** The host handed over something that is not what its binding promises. */
  'event-malformed',
  /** The connection was opened by nobody whom the app knows. */
  'caller-unknown',
  /** A message of the app's own is larger than its target's size budget. A mistake of its author. */
  'message-too-large',
] as const;

export type ServerlessErrorCode = (typeof serverlessErrorCodes)[number];

/** A failure. Programs match on `code`, which is stable; `message` is for people. */
export class ServerlessError extends Error {
  override readonly name = 'ServerlessError';
  readonly code: ServerlessErrorCode;

  constructor(code: ServerlessErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
