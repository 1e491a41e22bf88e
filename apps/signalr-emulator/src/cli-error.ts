/** Why the command line was refused. */
export const cliErrorCodes = [
  'command-unknown',
  'option-invalid',
  'file-missing',
  'file-exists',
  'file-unwritable',
  'file-invalid',
  'node-too-old',
] as const;

export type CliErrorCode = (typeof cliErrorCodes)[number];

/** What the person at the command line has to change; `message` is one sentence that says it. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly code: CliErrorCode;

  constructor(code: CliErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
