/** Why something could not be done with a console. */
export const consoleErrorCodes = [
  /** Nobody answers at its address. */
  'unreachable',
  /** The credential is missing, wrong or over. */
  'unauthorized',
  /** The platform has no such resource. */
  'resource-unknown',
  /** What was wanted does not fit the state of the resource. */
  'action-unfit',
  /** The request breaks a rule of the API. */
  'request-invalid',
  /** Too many at once; later it may work. */
  'busy',
  /** Whatever answered is no console. */
  'answer-malformed',
] as const;

export type ConsoleErrorCode = (typeof consoleErrorCodes)[number];

/** A refusal. Programs match on `code`, which is stable; `message` is for people. */
export class ConsoleError extends Error {
  override readonly name = 'ConsoleError';
  readonly code: ConsoleErrorCode;

  constructor(code: ConsoleErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export const isConsoleErrorCode = (code: string): code is ConsoleErrorCode =>
  consoleErrorCodes.some((known) => known === code);
