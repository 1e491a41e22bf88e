/** Why the service refuses a request, and the HTTP status that says so. */
const statusByCode = {
  'request-malformed': 400,
  'hub-invalid': 400,
  'group-invalid': 400,
  'payload-malformed': 400,
  'token-rejected': 401,
  'route-unknown': 404,
  'method-not-allowed': 405,
  'payload-too-large': 413,
  'uri-too-long': 414,
  'media-type-unsupported': 415,
  'too-many-invocations': 429,
  'quota-used-up': 429,
  // A client's answer is no fault of ours, and no reason to invoke it again.
  'client-failed': 400,
  unexpected: 500,
  'not-offered': 501,
  'client-silent': 504,
  // Why the service does not start; nobody is there to be answered yet.
  'port-taken': 500,
  'address-unavailable': 500,
  'option-invalid': 500,
  'settings-invalid': 500,
} as const;

export type ServiceErrorCode = keyof typeof statusByCode;

export const serviceErrorCodes = Object.keys(statusByCode) as readonly ServiceErrorCode[];

/** A refusal. Programs match on `code`, which is stable; `message` is for people. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly code: ServiceErrorCode;

  constructor(code: ServiceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  get status(): number {
    return statusByCode[this.code];
  }

  /** Makes a `ServiceError` of whatever was caught, and keeps it as the cause. */
  static from(reason: unknown): ServiceError {
    if (reason instanceof ServiceError) return reason;
    return new ServiceError('unexpected', 'The request could not be handled', { cause: reason });
  }
}
