import { Transform, type Readable } from 'node:stream';
import { FunctionsHostError } from '../functions-host-error.ts';
import type { ReceivedRequest, RequestHead } from './request-data.ts';

/** A request whose body has not been read yet. */
export interface IncomingRequest extends RequestHead {
  readonly body: Readable;
  /** Ends when the client leaves before it has its whole answer. */
  readonly signal: AbortSignal;
}

/**
 * Reads the whole body.
 *
 * @throws FunctionsHostError `body-too-large`; the rest is then not read
 */
export async function receive(
  request: IncomingRequest,
  maxBytes: number,
): Promise<ReceivedRequest> {
  const { method, url, headers } = request;
  checkContentLength(request, maxBytes);
  const chunks: Buffer[] = [];
  let length = 0;
  // Leaving the loop must not destroy the request: its socket carries the answer.
  for await (const chunk of request.body.iterator({ destroyOnReturn: false })) {
    const bytes = chunk as Buffer;
    length += bytes.length;
    if (length > maxBytes) throw tooLarge(maxBytes);
    chunks.push(bytes);
  }
  return { method, url, headers, body: Buffer.concat(chunks) };
}

/** @throws FunctionsHostError `body-too-large` when the request says so itself */
export function checkContentLength({ headers }: RequestHead, maxBytes: number): void {
  if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
}

/** Passes bytes on and fails with `body-too-large` after `maxBytes`. */
export function createBodyLimit(maxBytes: number): Transform {
  let length = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      length += chunk.length;
      if (length > maxBytes) done(tooLarge(maxBytes));
      else done(null, chunk);
    },
  });
}

const tooLarge = (maxBytes: number): FunctionsHostError =>
  new FunctionsHostError('body-too-large', `The body has more than ${maxBytes} bytes`);
