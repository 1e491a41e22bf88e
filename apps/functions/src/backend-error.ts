/** Why the backend refuses, and the HTTP status that says so. */
const statusByCode = {
  /** A setting that must be there is not. Found when the app starts. */
  'setting-missing': 500,
  /** A setting cannot be what it says. Found when the app starts. */
  'setting-invalid': 500,
  /** The person's connections were ended after their token was issued. */
  'session-ended': 401,
  /** The person is known and has none of our roles. */
  'role-missing': 403,
  /** The person has a role, but not one that may do this. */
  'permission-denied': 403,
  'board-unknown': 404,
  'group-unknown': 404,
  'person-invalid': 400,
  'range-invalid': 400,
  'body-invalid': 400,
  'body-too-large': 413,
  /** The collector does not take this metric. */
  'metric-refused': 400,
  /** More requests or messages than one person may send. */
  'rate-exceeded': 429,
  /** More connections than one person may have open. */
  'connections-exceeded': 429,
  /** There is no collector here that takes metrics, or it does not answer. */
  'collector-unavailable': 503,
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

/** The HTTP status of a refusal with this code. */
export const statusOf = (code: BackendErrorCode): number => statusByCode[code];
