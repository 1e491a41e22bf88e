import { apiVersion } from './data-plane-path.ts';
import { codeOfStatus, RestError } from './rest-error.ts';
import type { TokenSource } from './token-source.ts';

export interface DataPlaneRequest {
  readonly method: 'DELETE' | 'HEAD' | 'POST' | 'PUT';
  /** Starts with `/api`, percent-encoded, without a query. */
  readonly path: string;
  readonly query?: readonly (readonly [name: string, value: string])[];
  /** Where the operation is younger than the version that all others are asked in. */
  readonly version?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

export interface DataPlaneAnswer {
  readonly status: number;
  /** `x-ms-error-code`, which tells a missing group from a wrong address. */
  readonly serviceCode: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly body: string;
}

export type SendRequest = (request: DataPlaneRequest) => Promise<DataPlaneAnswer>;

export interface DataPlaneOptions {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly tokenFor: TokenSource;
  readonly fetch: typeof globalThis.fetch;
  readonly timeoutMilliseconds: number;
}

/**
 * Sends requests and reads what matters of the answers. Messages name the method and the path, never
 * the query, the token or the answer's text.
 *
 * @throws RestError `token-unavailable`, `unreachable`, `timed-out`, `aborted`
 */
export function createDataPlane(options: DataPlaneOptions): SendRequest {
  return async ({ method, path, query = [], version = apiVersion, body, signal }) => {
    const search = new URLSearchParams({ 'api-version': version });
    for (const [name, value] of query) search.append(name, value);
    const json = body === undefined ? undefined : JSON.stringify(body);
    const token = await options.tokenFor(path);
    const expired = AbortSignal.timeout(options.timeoutMilliseconds);
    try {
      const response = await options.fetch(`${options.baseUrl}${path}?${search}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(json !== undefined && { 'content-type': 'application/json' }),
        },
        ...(json !== undefined && { body: json }),
        // Following a redirect would show the token to another host.
        redirect: 'manual',
        signal: signal === undefined ? expired : AbortSignal.any([signal, expired]),
      });
      // Read in any case, so that the socket can be used again.
      const text = await response.text();
      return {
        status: response.status,
        serviceCode: response.headers.get('x-ms-error-code') ?? undefined,
        retryAfterSeconds: readSeconds(response.headers.get('retry-after')),
        body: text,
      };
    } catch (cause) {
      throw failure(`${method} ${path}`, cause, { signal, expired, options });
    }
  };
}

/** The error for an answer that is not a success. */
export function refusal(
  { method, path }: DataPlaneRequest,
  { status, serviceCode, retryAfterSeconds }: DataPlaneAnswer,
): RestError {
  const why = serviceCode === undefined ? '' : ` (${serviceCode})`;
  return new RestError(
    codeOfStatus(status),
    `The service answered ${method} ${path} with ${status}${why}`,
    { status, serviceCode, retryAfterSeconds },
  );
}

function failure(
  what: string,
  cause: unknown,
  context: { signal: AbortSignal | undefined; expired: AbortSignal; options: DataPlaneOptions },
): RestError {
  if (context.signal?.aborted === true) {
    return new RestError('aborted', `${what} was ended by its caller`, { cause });
  }
  if (context.expired.aborted) {
    const after = `${context.options.timeoutMilliseconds} ms`;
    return new RestError('timed-out', `${what} was not answered within ${after}`, { cause });
  }
  return new RestError('unreachable', `The service could not be reached for ${what}`, { cause });
}

/** The other form of the header, a date, is not used by the service. */
function readSeconds(header: string | null): number | undefined {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) : undefined;
}
