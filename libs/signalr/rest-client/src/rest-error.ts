/** Why a request to the data plane did not do what was asked. */
export const restErrorCodes = [
  /** A hub, group, user or connection name that the service cannot take. Nothing was sent. */
  'name-invalid',
  /** There is neither a shared key nor a `getToken`, or no token could be made. Nothing was sent. */
  'token-unavailable',
  /** The service could not be reached: no route, refused, reset. */
  'unreachable',
  /** No answer within the time-out. The request may have been carried out. */
  'timed-out',
  /** The caller's signal ended the request. It may have been carried out. */
  'aborted',
  /** 400: the service does not understand the request. */
  'request-refused',
  /** 401 or 403: wrong key, expired token, clocks too far apart or a missing role. */
  'access-denied',
  /** 404 where existence was not the question: a wrong endpoint, or one without a data plane. */
  'not-found',
  /** 413: larger than the megabyte that the service takes. */
  'payload-too-large',
  /** 429: too many requests or the day's quota. */
  'throttled',
  /** 5xx. */
  'service-failed',
  /** The service says that it did it, but not with what was asked for. */
  'answer-malformed',
  /** Any other status. */
  'status-unexpected',
] as const;

export type RestErrorCode = (typeof restErrorCodes)[number];

export interface RestErrorDetails {
  /** Status of the service's answer, when there was one. */
  readonly status?: number | undefined;
  /** The answer's `x-ms-error-code`, when there was one. */
  readonly serviceCode?: string | undefined;
  /** Seconds that the service asks to wait. */
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
}

/** A failed request. Programs match on `code`, which is stable; `message` is for people. */
export class RestError extends Error {
  override readonly name = 'RestError';
  readonly code: RestErrorCode;
  readonly status: number | undefined;
  readonly serviceCode: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: RestErrorCode, message: string, details: RestErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.status = details.status;
    this.serviceCode = details.serviceCode;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

/** The code of an answer that is not a success. */
export function codeOfStatus(status: number): RestErrorCode {
  switch (status) {
    case 400:
      return 'request-refused';
    case 401:
    case 403:
      return 'access-denied';
    case 404:
      return 'not-found';
    case 413:
      return 'payload-too-large';
    case 429:
      return 'throttled';
    default:
      return status >= 500 && status < 600 ? 'service-failed' : 'status-unexpected';
  }
}
