import type { IncomingHttpHeaders } from 'node:http';

/**
 * The access token of a client's request: the Authorization header, else, where a browser cannot set
 * that header (WebSockets, server-sent events), the query. A secret.
 */
export function readAccessToken(
  headers: IncomingHttpHeaders,
  query: URLSearchParams,
): string | undefined {
  const { authorization, upgrade, accept } = headers;
  if (authorization !== undefined) return readBearerToken(authorization);
  const mayUseQuery =
    upgrade?.toLowerCase() === 'websocket' || accept?.includes('text/event-stream') === true;
  return mayUseQuery ? query.getAll('access_token').at(-1) : undefined;
}

/** Nearly all headers are spelled like the first, and tokens are long. */
function readBearerToken(header: string): string | undefined {
  if (header.startsWith('Bearer ') && !/\s/.test(header.slice(7))) return header.slice(7);
  return /^bearer +(\S+)\s*$/i.exec(header)?.[1];
}
