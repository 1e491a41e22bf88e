/** Why the command line was refused. */
export const cliErrorCodes = ['command-unknown', 'option-invalid'] as const;

export type CliErrorCode = (typeof cliErrorCodes)[number];

/** A mistake on the command line; `message` is one sentence for the person who made it. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly code: CliErrorCode;

  constructor(code: CliErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
