import type { TransferFormat } from '@heliograph/signalr-protocol';
import type { Duplex } from 'node:stream';
import type { EncodedMessage } from './encoded-message.ts';
import type { FrameBatcher } from './frame-batcher.ts';
import type { Transport, TransportListener } from './transport.ts';
import { closeCodes } from './web-socket/close-code.ts';
import { FrameReader, type FrameListener } from './web-socket/frame-reader.ts';
import { buildCloseFrame, buildPongFrame } from './web-socket/frame-writer.ts';
import { WebSocketError } from './web-socket/web-socket-error.ts';

/** What all WebSockets of a runtime share. */
export interface WebSocketSurroundings {
  readonly batcher: FrameBatcher;
  /** How long a client may take to hang up once it was told to, in milliseconds. */
  readonly closeGraceMs: number;
}

const formats: readonly TransferFormat[] = ['Text', 'Binary'];

const owner = Symbol('transport');

/** A socket that knows its transport. So one listener serves all sockets: it finds it in `this`. */
interface OwnedSocket extends Duplex {
  [owner]?: WebSocketTransport;
}

/**
 * A socket that has just become a WebSocket, as a transport.
 *
 * @param head What came from the client together with its upgrade request.
 */
export function createWebSocketTransport(
  socket: OwnedSocket,
  head: Buffer,
  surroundings: WebSocketSurroundings,
  listener: TransportListener,
): Transport {
  const transport = new WebSocketTransport(socket, surroundings, listener);
  socket[owner] = transport;
  if (head.length > 0) socket.unshift(head); // before anybody listens, or it would be told at once
  socket.on('data', read).on('end', hangUp).on('error', cutOff).on('close', tellClosed);
  return transport;
}

function read(this: OwnedSocket, chunk: Buffer): void {
  this[owner]?.read(chunk);
}

function hangUp(this: OwnedSocket): void {
  this[owner]?.hangUp();
}

/** The socket broke; 'close' follows. */
function cutOff(this: OwnedSocket): void {
  this.destroy();
}

function tellClosed(this: OwnedSocket): void {
  this[owner]?.tellClosed();
}

function sendOwedPong(this: OwnedSocket): void {
  this[owner]?.sendOwedPong();
}

/**
 * `open` → `closing` when we say goodbye first, → `ended` when both have or the client broke the
 * rules; then the socket is ended, and after a grace cut off.
 *
 * A class without closures and with few fields, because thousands wait idle.
 */
class WebSocketTransport implements Transport, FrameListener {
  readonly #socket: Duplex;
  readonly #surroundings: WebSocketSurroundings;
  #listener: TransportListener | undefined;
  #state: 'open' | 'closing' | 'ended' = 'open';
  /** Only while a frame or a message is incomplete. */
  #reader: FrameReader | undefined;
  /** How it ended: gracefully, or what the client did wrong. Neither when the socket just broke. */
  #ending: { readonly isGraceful: boolean; readonly fault?: string } | undefined;
  #owedPong: Uint8Array | undefined;
  #grace: NodeJS.Timeout | undefined;

  constructor(socket: Duplex, surroundings: WebSocketSurroundings, listener: TransportListener) {
    this.#socket = socket;
    this.#surroundings = surroundings;
    this.#listener = listener;
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
    if (this.#state !== 'open') return;
    this.#write(this.#surroundings.batcher.frame(messages, format));
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  end(): void {
    if (this.#state !== 'open') return;
    this.#state = 'closing';
    this.#write(buildCloseFrame(closeCodes.normal));
    this.#awaitClose();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  abandon(): void {
    this.#listener = undefined;
    this.#socket.destroy();
  }

  read(chunk: Buffer): void {
    if (this.#state === 'ended') return;
    const reader = this.#reader ?? new FrameReader(this);
    try {
      reader.read(chunk);
    } catch (error) {
      if (!(error instanceof WebSocketError)) throw error;
      this.#fail(error);
    }
    this.#reader = reader.isAtRest ? undefined : reader;
  }

  messageBytes(bytes: Uint8Array): void {
    if (this.#state === 'open') this.#listener?.received(bytes);
  }

  /**
   * Answers at once, or, while the client does not read what it is sent, the last of its pings once
   * it does: a client cannot make pongs pile up.
   */
  ping(payload: Uint8Array): void {
    if (this.#state !== 'open') return;
    if (!this.#socket.writableNeedDrain) {
      this.#write(buildPongFrame(payload));
      return;
    }
    if (this.#owedPong === undefined) this.#socket.once('drain', sendOwedPong);
    this.#owedPong = new Uint8Array(payload);
  }

  sendOwedPong(): void {
    const payload = this.#owedPong;
    this.#owedPong = undefined;
    if (payload !== undefined) this.ping(payload);
  }

  close(code: number): void {
    const { normal, goingAway, none } = closeCodes;
    this.#ending = { isGraceful: code === normal || code === goingAway || code === none };
    this.#finish(code);
  }

  /** The client hung up. Without a goodbye, what is queued for it has nowhere to go. */
  hangUp(): void {
    if (this.#state !== 'ended') this.#socket.destroy();
  }

  /** The socket is gone. */
  tellClosed(): void {
    clearTimeout(this.#grace);
    this.#state = 'ended';
    this.#listener?.closed(this.#ending?.isGraceful === true, this.#ending?.fault);
    this.#listener = undefined;
  }

  #fail(error: WebSocketError): void {
    this.#ending = { isGraceful: false, fault: error.message };
    this.#finish(error.closeCode);
  }

  /** Says goodbye, if that has not been done, and hangs up. */
  #finish(code: number): void {
    if (this.#state === 'open') this.#write(buildCloseFrame(code));
    this.#state = 'ended';
    this.#socket.end();
    this.#awaitClose();
  }

  #write(frame: Buffer): void {
    if (this.#socket.writable) this.#socket.write(frame);
  }

  #awaitClose(): void {
    this.#socket.resume(); // or the client's close frame, and that it hung up, would not be seen
    this.#grace ??= setTimeout(() => this.#socket.destroy(), this.#surroundings.closeGraceMs);
  }
}
