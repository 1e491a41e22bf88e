import type { IncomingMessage, ServerResponse } from 'node:http';
import { ServiceError } from '../service-error.ts';

export interface OwnPage {
  readonly mediaType: string;
  body(): string;
}

/** What Azure does not have: pages about this service, without a token and without secrets. */
export type OwnPages = Readonly<Record<string, OwnPage>>;

/** @throws ServiceError `route-unknown`, `method-not-allowed` */
export function answerOwnPage(
  pages: OwnPages,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
  if (page === undefined) throw new ServiceError('route-unknown', 'The service has no such page');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    throw new ServiceError('method-not-allowed', 'The page can only be read');
  }
  const body = Buffer.from(page.body());
  response.writeHead(200, {
    'Content-Type': page.mediaType,
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff', // names in it are chosen by callers
  });
  response.end(body);
}
