import { request as openRequest, type IncomingMessage } from 'node:http';
import { createBodyLimit, type IncomingRequest } from '../http/incoming-request.ts';
import { connectionHeaders } from '../http/response-data.ts';
import { invocationHeader } from '../worker/streamed-answers.ts';

export interface ForwardOptions {
  /** Of the worker's server, on 127.0.0.1. */
  readonly port: number;
  readonly request: IncomingRequest;
  readonly invocationId: string;
  readonly maxBodyBytes: number;
}

export type ForwardedAnswer =
  | { readonly kind: 'answered'; readonly message: IncomingMessage }
  /** The connection ended before an answer: the client or the worker left, or the body is too long. */
  | { readonly kind: 'cut'; readonly reason: unknown };

export interface ForwardedRequest {
  /** As soon as the answer begins. */
  readonly answer: Promise<ForwardedAnswer>;
  stop(): void;
}

/** Passes a request on to the worker as it arrives, no faster than it is read there. */
export function forwardRequest(options: ForwardOptions): ForwardedRequest {
  const { port, request, invocationId, maxBodyBytes } = options;
  const { method, url, body, signal } = request;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const outgoing = openRequest({
    host: '127.0.0.1',
    port,
    method,
    path: url.pathname + url.search,
    headers: { ...toForwardedHeaders(request, hasBody), [invocationHeader]: invocationId },
    // A connection kept for the next request could be closed by the worker just before it.
    agent: false,
  });
  const { promise: answer, resolve } = Promise.withResolvers<ForwardedAnswer>();
  const stop = (): void => void outgoing.destroy();
  const cut = (reason: unknown): void => {
    resolve({ kind: 'cut', reason });
    stop();
  };

  outgoing.once('response', (message) => resolve({ kind: 'answered', message }));
  outgoing.on('error', cut);
  outgoing.once('close', () => {
    signal.removeEventListener('abort', stop);
    // What still arrives is for nobody, but has to be read before the client reads its answer.
    body.unpipe();
    body.resume();
  });
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  if (hasBody) body.pipe(createBodyLimit(maxBodyBytes)).on('error', cut).pipe(outgoing);
  else outgoing.end();
  body.on('error', cut);
  return { answer, stop };
}

function toForwardedHeaders(
  { headers, url }: IncomingRequest,
  hasBody: boolean,
): Record<string, string | string[]> {
  const kept = Object.entries(headers).flatMap(([name, value]) => {
    const left = connectionHeaders.has(name) || name === 'expect' || name === 'host';
    if (left || value === undefined || (name === 'content-length' && !hasBody)) return [];
    return [[name, typeof value === 'string' ? value : [...value]] as const];
  });
  return {
    ...Object.fromEntries(kept),
    // From these the worker makes the URL that the function sees.
    'x-forwarded-host': url.host,
    'x-forwarded-proto': url.protocol.slice(0, -1),
  };
}
