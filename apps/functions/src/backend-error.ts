/** Why the backend refuses, and the HTTP status that says so. */
const statusByCode = {
  /** A setting that must be there is not. Found when the app starts. */
  'setting-missing': 500,
  /** A setting cannot be what it says. Found when the app starts. */
  'setting-invalid': 500,
  /** The function host sent something that is not what its binding promises. */
  'event-malformed': 500,
  /** The connection was opened by nobody we know. */
  'caller-unknown': 401,
  /** The person is known and has none of our roles. */
  'role-missing': 403,
  /** The person has a role, but not one that may do this. */
  'permission-denied': 403,
  'board-unknown': 404,
  'group-unknown': 404,
  'range-invalid': 400,
  'body-invalid': 400,
  'body-too-large': 413,
  /** More requests or messages than one person may send. */
  'rate-exceeded': 429,
} as const;

export type BackendErrorCode = keyof typeof statusByCode;

/** A refusal. Programs match on `code`, which is stable; `message` is for people. */
export class BackendError extends Error {
  override readonly name = 'BackendError';
  readonly code: BackendErrorCode;

  constructor(code: BackendErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  get status(): (typeof statusByCode)[BackendErrorCode] {
    return statusByCode[this.code];
  }
}
