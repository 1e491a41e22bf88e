/** Why the platform was not started, or a command not carried out. */
export const apphostErrorCodes = [
  /** An option on the command line is unknown or has no valid value. */
  'option-invalid',
  /** Another running platform keeps its data in the same folder. */
  'data-folder-in-use',
  /** The folder holds files of somebody else. */
  'data-folder-foreign',
  /** The folder cannot be created or written. */
  'data-folder-unusable',
  /** A port belongs to another program. */
  'port-unavailable',
  /** The file with the settings of this machine is no such file. */
  'settings-unreadable',
  /** A setting has a value that cannot be, or is for something that does not exist. */
  'setting-invalid',
  /** Nobody said the value of a parameter. */
  'parameter-missing',
  /** The command is for a platform that runs, and there is none. */
  'platform-not-running',
  /** The platform that runs did not do what it was asked to. */
  'refused',
] as const;

export type ApphostErrorCode = (typeof apphostErrorCodes)[number];

/** A refusal. Programs match on `code`, which is stable; `message` is one sentence for people. */
export class ApphostError extends Error {
  override readonly name = 'ApphostError';
  readonly code: ApphostErrorCode;

  constructor(code: ApphostErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
