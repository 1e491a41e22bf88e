import type { IncomingMessage } from 'node:http';

/**
 * The URLs that a token may name for a request: under the name that the caller used for this
 * service. Other spellings of the same URL are the token verifier's business.
 */
export function audiencesOf(request: IncomingMessage, pathAndQuery: string): string[] {
  const host = request.headers.host ?? 'localhost';
  // A proxy before us may have taken TLS off; tokens are made out to what the caller knows.
  return [`http://${host}${pathAndQuery}`, `https://${host}${pathAndQuery}`];
}
