import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { eventually } from './runtime-fixture.ts';

/** A frame that the server sent. */
export interface ServerFrame {
  readonly opcode: number;
  readonly payload: Buffer;
}

/** A WebSocket without a library: what the server does with bytes that no library would send. */
export interface RawWebSocket {
  readonly socket: Socket;
  /** Status line and headers of the answer. */
  readonly head: string;
  readonly frames: readonly ServerFrame[];
  /** Whether the server has hung up. */
  readonly hasEnded: boolean;
}

/** @param options.first Sent in the same packet as the request to upgrade. */
export async function openRawWebSocket(
  url: string,
  options: { first?: Uint8Array; headers?: readonly string[]; allowHalfOpen?: boolean } = {},
): Promise<RawWebSocket> {
  const { first = new Uint8Array(), headers = [], allowHalfOpen = false } = options;
  const { hostname, port, pathname, search } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen });
  onTestFinished(() => void socket.destroy());
  let received = Buffer.alloc(0);
  let hasEnded = false;
  socket.on('data', (chunk: Buffer) => (received = Buffer.concat([received, chunk])));
  socket.on('end', () => (hasEnded = true));
  socket.on('error', () => (hasEnded = true));
  const request = [
    `GET ${pathname}${search} HTTP/1.1`,
    `Host: ${hostname}:${port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
    '\r\n',
  ];
  socket.write(Buffer.concat([Buffer.from(request.join('\r\n')), first]));
  await eventually(() => received.includes('\r\n\r\n'));
  const end = received.indexOf('\r\n\r\n') + 4;
  return {
    socket,
    head: received.subarray(0, end).toString('latin1'),
    get frames() {
      return readServerFrames(received.subarray(end));
    },
    get hasEnded() {
      return hasEnded;
    },
  };
}

/** The frames that have arrived whole. */
function readServerFrames(bytes: Buffer): ServerFrame[] {
  const frames: ServerFrame[] = [];
  let at = 0;
  while (at + 2 <= bytes.length) {
    const short = bytes.readUInt8(at + 1);
    const start = at + (short < 126 ? 2 : short === 126 ? 4 : 10);
    if (start > bytes.length) break;
    const length =
      short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : bytes.readUInt32BE(at + 6);
    if (start + length > bytes.length) break;
    frames.push({
      opcode: bytes.readUInt8(at) & 0x0f,
      payload: bytes.subarray(start, start + length),
    });
    at = start + length;
  }
  return frames;
}
