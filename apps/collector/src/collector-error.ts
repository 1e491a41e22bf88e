/** Why the collector refuses something, and the HTTP status that says so. */
const statusByCode = {
  /** A metric does not match the contract, or its name is taken by the machine. */
  'metric-invalid': 400,
  /** The body is not JSON. */
  'body-malformed': 400,
  /** The caller is on another machine, or a browser was tricked into calling. */
  'caller-refused': 403,
  /** There is no bearer token, where one is asked for. */
  'token-missing': 401,
  /** The bearer token does not count here. */
  'token-refused': 401,
  /** The caller is known, and has no role that may push. */
  'permission-denied': 403,
  'path-unknown': 404,
  /** Too many series are pushed already. */
  'series-limit': 409,
  'body-too-large': 413,
  'media-type-unsupported': 415,
  'too-many-requests': 429,
  /** A setting is missing or cannot be used. The program does not start. */
  'setting-invalid': 500,
  /** The address to listen on is taken or not this machine's. The program does not start. */
  'address-unavailable': 500,
  unexpected: 500,
  /** Who issues tokens cannot be asked for its keys. */
  'provider-unreachable': 503,
  /** Whose sessions were ended cannot be read. */
  'sessions-unreadable': 503,
} as const;

export type CollectorErrorCode = keyof typeof statusByCode;

/** A refusal. Programs match on `code`, which is stable; `message` is for people. */
export class CollectorError extends Error {
  override readonly name = 'CollectorError';
  readonly code: CollectorErrorCode;

  constructor(code: CollectorErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  get status(): number {
    return statusByCode[this.code];
  }
}
