import { connect, type Socket } from 'node:net';
import { BenchError } from '../bench-error.ts';
import { FrameCounter } from './frame-counter.ts';

export interface LoadClientOptions {
  readonly port: number;
  readonly index?: number;
  /** Path and query of the WebSocket. */
  readonly path: string;
  /** What has to be said before messages can arrive; each is answered with one frame. */
  readonly opening: readonly (Buffer | undefined)[];
  /** Bytes arrived and are counted. Not called before the opening is over. */
  received(client: LoadClient): void;
  lost(error: Error): void;
}

/** Node fills it and hands it over before it is filled again, so one is enough for all sockets. */
const receiveBuffer = Buffer.allocUnsafeSlow(256 * 1024);
const headEnd = '\r\n\r\n';
const maxHeadBytes = 16 * 1024;

/** A WebSocket client that counts bytes and does nothing else. */
export class LoadClient {
  readonly counter = new FrameCounter();
  /** Which of the clients it is, counted from 0. */
  readonly index: number;
  /** Messages that have arrived completely. */
  delivered = 0;
  /** Length of one message; 0 before the first one. */
  messageBytes = 0;
  /** Payload bytes before the first message. */
  baseBytes = 0;
  readonly #socket: Socket;
  #isClosing = false;

  private constructor(socket: Socket, index: number) {
    this.#socket = socket;
    this.index = index;
  }

  static open(options: LoadClientOptions): Promise<LoadClient> {
    const { promise, resolve, reject } = Promise.withResolvers<LoadClient>();
    let head: string | undefined = '';
    let step = 0;
    let isOpen = false;

    const proceed = (client: LoadClient): void => {
      const { opening } = options;
      if (step < opening.length) {
        const frame = opening[step];
        step += 1;
        if (frame !== undefined) socket.write(frame);
        return;
      }
      isOpen = true;
      client.baseBytes = client.counter.payloadBytes;
      resolve(client);
    };
    const read = (length: number, chunk: Buffer): void => {
      let rest = chunk.subarray(0, length);
      if (head !== undefined) {
        head += rest.toString('latin1');
        const end = head.indexOf(headEnd);
        if (end < 0 && head.length < maxHeadBytes) return;
        if (!head.startsWith('HTTP/1.1 101 ')) {
          socket.destroy(failure(`The upgrade was answered with ${head.slice(0, 12)}`));
          return;
        }
        rest = rest.subarray(rest.length - (head.length - end - headEnd.length));
        head = undefined;
        proceed(client);
      }
      const { counter } = client;
      const before = counter.frames;
      counter.read(rest, rest.length);
      if (isOpen) options.received(client);
      else for (let at = before; at < counter.frames; at += 1) proceed(client);
    };
    const socket = connect({
      host: '127.0.0.1',
      port: options.port,
      noDelay: true,
      onread: {
        buffer: receiveBuffer,
        callback(length, buffer) {
          read(length, buffer as Buffer);
          return true;
        },
      },
    });
    const client = new LoadClient(socket, options.index ?? 0);
    const lost = (error: Error): void => {
      if (client.#isClosing) return;
      if (isOpen) options.lost(error);
      else reject(error);
    };
    socket.on('error', lost);
    socket.on('close', () => lost(failure('A server hung up on a client')));
    socket.write(
      [
        `GET ${options.path} HTTP/1.1`,
        `Host: 127.0.0.1:${options.port}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        headEnd,
      ]
        .join('\r\n')
        .slice(0, -2),
    );
    return promise;
  }

  send(frame: Buffer): void {
    this.#socket.write(frame);
  }

  /** Reads nothing any more, without telling anybody. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  close(): void {
    this.#isClosing = true;
    this.#socket.resetAndDestroy(); // leaves no port in TIME_WAIT: thousands are opened in a row
  }
}

function failure(message: string): BenchError {
  return new BenchError('child-failed', message);
}
