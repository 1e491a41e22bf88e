import type { TransferFormat } from '@heliograph/signalr-protocol';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { EncodedMessage } from './encoded-message.ts';
import type { FrameBatcher } from './frame-batcher.ts';
import type { Transport, TransportListener } from './transport.ts';

const normalClosure = 1000;
const goingAway = 1001;
const noStatusReceived = 1005;
const formats: readonly TransferFormat[] = ['Text', 'Binary'];

/**
 * A WebSocket as a transport: `ws` reads and answers control frames; what goes out is framed once
 * for all receivers and written to the socket that `webSocket` was made of.
 */
export function createWebSocketTransport(
  webSocket: WebSocket,
  socket: Duplex,
  batcher: FrameBatcher,
  listener: TransportListener,
): Transport {
  // Binary type 'nodebuffer' delivers a Buffer for text and binary messages alike.
  webSocket.on('message', (data: Buffer) => listener.received(data));
  webSocket.on('error', cutOff); // 'close' follows and tells the listener
  webSocket.on('close', (code) => {
    listener.closed(code === normalClosure || code === goingAway || code === noStatusReceived);
  });
  return new WebSocketTransport(webSocket, socket, batcher);
}

function cutOff(this: WebSocket): void {
  this.terminate();
}

/** A class, because thousands wait idle: methods of its own would be most of what each one takes. */
class WebSocketTransport implements Transport {
  readonly #webSocket: WebSocket;
  readonly #socket: Duplex;
  readonly #batcher: FrameBatcher;
  #ended = false;

  constructor(webSocket: WebSocket, socket: Duplex, batcher: FrameBatcher) {
    this.#webSocket = webSocket;
    this.#socket = socket;
    this.#batcher = batcher;
  }

  get name() {
    return 'WebSockets' as const;
  }

  get formats(): readonly TransferFormat[] {
    return formats;
  }

  get inherentKeepAlive(): boolean {
    return false;
  }

  get queuedBytes(): number {
    return this.#socket.writableLength;
  }

  send(messages: readonly EncodedMessage[], format: TransferFormat): void {
    if (this.#ended || !this.#socket.writable) return;
    this.#socket.write(this.#batcher.frame(messages, format));
  }

  pause(): void {
    this.#webSocket.pause();
  }

  resume(): void {
    this.#webSocket.resume();
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#webSocket.resume(); // the client's close frame must be able to arrive
    this.#webSocket.close(normalClosure);
  }

  destroy(): void {
    this.#webSocket.terminate();
  }

  abandon(): void {
    this.#webSocket.removeAllListeners('message').removeAllListeners('close').terminate();
  }
}
