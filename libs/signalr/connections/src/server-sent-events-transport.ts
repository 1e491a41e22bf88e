import type { ServerResponse } from 'node:http';
import { RequestInput, type HttpTransport } from './http-transport.ts';
import type { TransportListener } from './transport.ts';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const dataPrefix = Buffer.from('data: ');
const lineEnd = Buffer.from('\r\n');

/**
 * An endless response carries messages to the client as events.
 *
 * Reference: https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function createServerSentEventsTransport(
  response: ServerResponse,
  listener: TransportListener,
): HttpTransport {
  const input = new RequestInput((chunk) => listener.received(chunk));

  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-cache,no-store',
    Pragma: 'no-cache',
    'Content-Encoding': 'identity',
  });
  response.write(':\r\n'); // a comment: proves that the stream is open before there is an event
  response.once('close', () => {
    input.resume();
    listener.closed(response.writableFinished);
  });
  response.on('error', () => response.destroy());

  return {
    name: 'ServerSentEvents',
    formats: ['Text'],
    inherentKeepAlive: false,
    get queuedBytes() {
      return response.writableLength;
    },
    send(messages) {
      if (!response.writable) return;
      response.write(toEvent(Buffer.concat(messages.map(({ payload }) => payload))));
    },
    pause: () => input.pause(),
    resume: () => input.resume(),
    receive: (chunk) => input.receive(chunk),
    end: () => void response.end(),
    destroy: () => void response.destroy(),
  };
}

/**
 * One event. A line feed would end the field that it stands in, so each line becomes a field of its
 * own; JSON does not mind that carriage returns before them are lost.
 */
export function toEvent(payload: Uint8Array): Buffer {
  const pieces: Uint8Array[] = [];
  let start = 0;
  while (start <= payload.length) {
    const found = payload.indexOf(lineFeed, start);
    const end = found < 0 ? payload.length : found;
    const line = payload.subarray(start, payload[end - 1] === carriageReturn ? end - 1 : end);
    pieces.push(dataPrefix, line, lineEnd);
    start = end + 1;
  }
  pieces.push(lineEnd);
  return Buffer.concat(pieces);
}
