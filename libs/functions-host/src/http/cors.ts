import type { IncomingHttpHeaders } from 'node:http';
import { FunctionsHostError } from '../functions-host-error.ts';

/** Which web pages may call the functions from a browser. */
export interface CorsPolicy {
  /** Origins such as `http://127.0.0.1:4200`, or `*` for all. */
  readonly origins: readonly string[];
  /** Whether a page may send cookies and the like. SignalR's client does. Not together with `*`. */
  readonly credentials: boolean;
}

/** @throws FunctionsHostError `settings-invalid` for what no browser would accept. */
export function checkCorsPolicy(policy: CorsPolicy): CorsPolicy {
  if (policy.credentials && policy.origins.includes('*')) {
    throw new FunctionsHostError(
      'settings-invalid',
      'CORS with credentials needs the origins listed; browsers do not accept * there',
    );
  }
  return policy;
}

export interface CorsDecision {
  readonly headers: Readonly<Record<string, string>>;
  /** The request only asks for permission and is answered with 204 and these headers. */
  readonly preflight: boolean;
}

/** How long a browser may remember a permission, in seconds. */
const maxAge = '600';

export function decideCors(
  policy: CorsPolicy | undefined,
  method: string,
  headers: IncomingHttpHeaders,
): CorsDecision {
  const { origin } = headers;
  if (policy === undefined || origin === undefined) return { headers: {}, preflight: false };
  const preflight = method === 'OPTIONS' && 'access-control-request-method' in headers;
  const any = policy.origins.includes('*');
  const varies = any ? {} : { vary: 'Origin' };
  if (!any && !policy.origins.some((allowed) => allowed.toLowerCase() === origin.toLowerCase())) {
    return { headers: varies, preflight };
  }
  return {
    preflight,
    headers: {
      ...varies,
      'access-control-allow-origin': any ? '*' : origin,
      ...(policy.credentials && { 'access-control-allow-credentials': 'true' }),
      ...(preflight && {
        'access-control-allow-methods': String(headers['access-control-request-method']),
        'access-control-allow-headers': headers['access-control-request-headers'] ?? '',
        'access-control-max-age': maxAge,
      }),
    },
  };
}
