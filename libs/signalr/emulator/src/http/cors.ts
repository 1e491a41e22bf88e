import type { IncomingHttpHeaders } from 'node:http';

/** Origins that browsers may call from; `'any'` is what the official emulator does. */
export type AllowedOrigins = 'any' | readonly string[];

/**
 * The CORS headers of an answer. Credentials are allowed, so the origin is named rather than `*`:
 * the JavaScript client sends them unless it is told not to.
 */
export function corsHeaders(
  { origin }: IncomingHttpHeaders,
  allowed: AllowedOrigins,
): Record<string, string> {
  if (origin === undefined || (allowed !== 'any' && !allowed.includes(origin))) return {};
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Credentials': 'true',
    Vary: 'Origin',
  };
}

export function isPreflight(method: string | undefined, headers: IncomingHttpHeaders): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}

/** What a preflight learns on top: everything it asks for, from an origin that may ask. */
export function preflightHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const method = headers['access-control-request-method'];
  const names = headers['access-control-request-headers'];
  const isPrivate = headers['access-control-request-private-network'] === 'true';
  return {
    ...(method !== undefined && { 'Access-Control-Allow-Methods': method }),
    ...(names !== undefined && { 'Access-Control-Allow-Headers': names }),
    ...(isPrivate && { 'Access-Control-Allow-Private-Network': 'true' }),
    'Access-Control-Max-Age': '600',
  };
}
