import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { Readable } from 'node:stream';
import { FunctionsHostError } from '../functions-host-error.ts';
import type { HttpResponseData, OutputData } from '../rpc/typed-data.ts';
import { formatCookie } from './set-cookie.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** Of a stream, whoever takes the answer sees to it that it ends. */
  readonly body: Uint8Array | Readable;
}

const empty = new Uint8Array();
/** These describe one connection. */
export const connectionHeaders: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * What a client gets for the output of an HTTP function. A function that returns nothing answers
 * with 204.
 *
 * @throws FunctionsHostError `binding-failed` for an answer that cannot be written
 */
export function toHttpAnswer(output: OutputData | null | undefined): HttpAnswer {
  const http = output?.http;
  if (!http) return { status: 204, headers: {}, body: empty };
  const status = Number(http.statusCode ?? 200);
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new FunctionsHostError(
      'binding-failed',
      'The status of the answer is not one from 200 to 599',
    );
  }
  return { status, headers: readHeaders(http), body: readBody(http) };
}

/** The length is ours to compute. */
const isOurs = (name: string): boolean => name === 'content-length' || connectionHeaders.has(name);

function readHeaders(http: HttpResponseData): HttpAnswer['headers'] {
  const headers: [string, string | readonly string[]][] = [];
  for (const [name, value] of Object.entries(http.headers ?? {})) {
    if (isOurs(name.toLowerCase())) continue;
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    } catch (cause) {
      throw new FunctionsHostError('binding-failed', `The header "${name}" cannot be sent`, {
        cause,
      });
    }
    headers.push([name.toLowerCase(), value]);
  }
  const cookies = (http.cookies ?? []).map(formatCookie);
  if (cookies.length > 0) headers.push(['set-cookie', cookies]);
  return Object.fromEntries(headers);
}

function readBody({ body }: HttpResponseData): Uint8Array {
  if (body?.bytes) return body.bytes;
  return typeof body?.string === 'string' ? Buffer.from(body.string) : empty;
}
