import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { UpstreamBehaviour } from '../target/test-upstream.ts';

/** What stands behind the service in a recording, and what it answers to one event. */
export interface BackendAnswer {
  readonly event: string;
  /** Hangs up without a word. */
  readonly reset?: true;
  /** Keeps the service waiting. */
  readonly never?: true;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | { readonly hex: string };
  /** Instead of a body with a length; none at all is an empty chunked body. */
  readonly chunks?: readonly string[];
  /** Instead of a body: so many bytes of nothing in particular. */
  readonly bytes?: number;
  readonly chunked?: true;
  readonly gzip?: true;
  /** Hangs up in the middle of the body. */
  readonly cut?: true;
}

/** A backend that answers one event in this way, and takes all others with 204. */
export function backendThatAnswers(answer: BackendAnswer): UpstreamBehaviour {
  return ({ headers }, response) => {
    if (headers['x-asrs-event'] === answer.event) write(response, answer);
    else response.writeHead(204).end();
  };
}

function write(response: ServerResponse, answer: BackendAnswer): void {
  if (answer.never === true) return;
  if (answer.reset === true) return void response.destroy();
  const { status = 200, headers = {}, chunks, chunked, gzip, cut } = answer;
  if (chunks !== undefined || chunked === true) {
    response.writeHead(status, { ...headers, 'Transfer-Encoding': 'chunked' }).flushHeaders();
    for (const chunk of chunks ?? [bodyOf(answer)]) response.write(chunk);
    return void response.end();
  }
  const body = gzip === true ? gzipSync(bodyOf(answer)) : bodyOf(answer);
  response.writeHead(status, {
    ...headers,
    ...(gzip === true && { 'Content-Encoding': 'gzip' }),
    ...(status !== 204 && status !== 304 && { 'Content-Length': body.length }),
  });
  if (cut === true) response.write(body.subarray(0, 10), () => response.destroy());
  else response.end(body);
}

function bodyOf({ body = '', bytes }: BackendAnswer): Buffer {
  if (bytes !== undefined) return Buffer.alloc(bytes, 'x');
  return typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.hex, 'hex');
}
