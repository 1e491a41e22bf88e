import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

export interface HttpAnswer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** For answers to a GET whose address may mean something else the next time. */
export const uncached = {
  'Cache-Control': 'no-cache, no-store',
  Pragma: 'no-cache',
  Expires: 'Thu, 01 Jan 1970 00:00:00 GMT',
} as const;

/** For an id that nobody has, or that belongs to somebody else: the difference is not told. */
export const noConnection: HttpAnswer = { status: 404, body: 'No Connection with that ID' };

/** A connection keeps the kind of transport that it was opened with. */
export const otherTransport: HttpAnswer = {
  status: 400,
  body: 'Cannot change transports mid-connection',
};

export function writeAnswer(response: ServerResponse, answer: HttpAnswer): void {
  const { status, body = '', headers } = answer;
  response.writeHead(status, {
    ...(status !== 204 && {
      'Content-Type': 'text/plain',
      'Content-Length': Buffer.byteLength(body),
    }),
    ...headers,
  });
  response.end(body);
}

export function writeJson(response: ServerResponse, value: unknown): void {
  const body = JSON.stringify(value);
  // A head of these two, and nothing to merge: it is the answer that clients come for.
  const headers = {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
  };
  response.writeHead(200, headers).end(body);
}

/**
 * Answers a WebSocket upgrade that is refused, and hangs up: there is no response object for it, and
 * no server that watches over the socket any more.
 */
export function refuseUpgrade(socket: Duplex, answer: HttpAnswer): void {
  const { status, body = '', headers } = answer;
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: text/plain',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`),
  ];
  const destroy = (): void => void socket.destroy();
  socket.on('error', destroy).once('finish', destroy);
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
