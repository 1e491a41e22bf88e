/**
 * Reads the frames of one client: a state machine over bytes that knows nothing of sockets.
 *
 * It is between frames, within the payload of a data frame, or past the close frame. What cannot be
 * used yet, part of a header or of a control frame, is held back: never more than 138 bytes. Payloads
 * are handed on as they arrive, so an announced length allocates nothing and needs no limit here: it
 * is the listener's messages that have one.
 *
 * Reference: RFC 6455, section 5
 */
import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { closeCodes, maySendCloseCode } from './close-code.ts';
import { checkOrder, readFrameHeader, violation, type FrameHeader } from './frame-header.ts';
import { isControl, opcodes } from './opcode.ts';
import { WebSocketError } from './web-socket-error.ts';

/** What the frames of a client say. */
export interface FrameListener {
  /**
   * The next bytes of the messages, unmasked and never empty; for text messages known to be UTF-8
   * so far. Where a message ends is not told: hub messages have boundaries of their own.
   */
  messageBytes(bytes: Uint8Array): void;
  ping(payload: Uint8Array): void;
  /** The last thing that a client says. @param code 1005 when it named none. */
  close(code: number): void;
}

export class FrameReader {
  readonly #listener: FrameListener;
  #held: Uint8Array | undefined;
  /** The data frame whose payload is being read, and how many bytes of it have been. */
  #frame: FrameHeader | undefined;
  #payloadRead = 0;
  /** What the frames of a message have in common, until the last one has been read. */
  #message: 'text' | 'binary' | undefined;
  /** Checks a text message that does not come at once: a character may be cut in two. */
  #decoder: TextDecoder | undefined;
  #hasEnded = false;

  constructor(listener: FrameListener) {
    this.#listener = listener;
  }

  /** Whether everything has been read to its end, so that a new reader could go on. */
  get isAtRest(): boolean {
    return this.#held === undefined && this.#message === undefined && !this.#hasEnded;
  }

  /**
   * Reads what has arrived. Unmasks in place: the bytes are the reader's from now on, and after it
   * the listener's.
   *
   * @throws WebSocketError The stream cannot be read on after that.
   */
  read(chunk: Uint8Array): void {
    const bytes = this.#held === undefined ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = undefined;
    let at = 0;
    while (at < bytes.length && !this.#hasEnded) {
      if (this.#frame !== undefined) {
        at += this.#readPayload(this.#frame, bytes.subarray(at));
        continue;
      }
      const header = readFrameHeader(bytes, at);
      if (header !== undefined) checkOrder(header.opcode, this.#message !== undefined);
      const length = header && header.size + (isControl(header.opcode) ? header.length : 0);
      if (header === undefined || length === undefined || at + length > bytes.length) {
        this.#held = new Uint8Array(bytes.subarray(at)); // a copy, without Node's buffer pool
        return;
      }
      if (isControl(header.opcode)) {
        this.#readControl(header, bytes.subarray(at + header.size, at + length));
      } else {
        this.#beginFrame(header);
      }
      at += length;
    }
  }

  #beginFrame(header: FrameHeader): void {
    if (header.opcode !== opcodes.continuation) {
      this.#message = header.opcode === opcodes.text ? 'text' : 'binary';
    }
    this.#frame = header;
    this.#payloadRead = 0;
    if (header.length === 0) this.#readPayload(header, new Uint8Array());
  }

  /** Returns how many of the bytes belong to the frame. */
  #readPayload(frame: FrameHeader, bytes: Uint8Array): number {
    const part = bytes.subarray(0, frame.length - this.#payloadRead);
    unmask(part, frame.mask, this.#payloadRead);
    this.#payloadRead += part.length;
    const endsFrame = this.#payloadRead === frame.length;
    const endsMessage = endsFrame && frame.isFinal;
    if (this.#message === 'text') this.#checkText(part, endsMessage);
    if (endsFrame) this.#frame = undefined;
    if (endsMessage) {
      this.#message = undefined;
      this.#decoder = undefined;
    }
    if (part.length > 0) this.#listener.messageBytes(part);
    return part.length;
  }

  #checkText(part: Uint8Array, endsMessage: boolean): void {
    if (endsMessage && this.#decoder === undefined) {
      if (!isUtf8(part)) throw notUtf8();
      return;
    }
    this.#decoder ??= new TextDecoder('utf-8', { fatal: true });
    try {
      this.#decoder.decode(part, { stream: !endsMessage });
    } catch (cause) {
      throw notUtf8(cause);
    }
  }

  #readControl({ opcode, mask }: FrameHeader, payload: Uint8Array): void {
    if (opcode === opcodes.pong) return; // answers nothing that was asked
    unmask(payload, mask, 0);
    if (opcode === opcodes.ping) {
      this.#listener.ping(payload);
      return;
    }
    const code = readCloseCode(payload);
    this.#hasEnded = true;
    this.#listener.close(code);
  }
}

/** @param offset How many bytes of the payload came before these. */
function unmask(bytes: Uint8Array, mask: number, offset: number): void {
  if (mask === 0) return;
  for (let at = 0; at < bytes.length; at += 1) {
    bytes[at] = (bytes[at] ?? 0) ^ (mask >>> (24 - 8 * ((offset + at) & 3)));
  }
}

/** A code, and perhaps a reason for people; or nothing. Reference: RFC 6455, section 5.5.1 */
function readCloseCode(payload: Uint8Array): number {
  const [high, low] = payload;
  if (high === undefined) return closeCodes.none;
  if (low === undefined) throw violation('A close frame has half a code');
  const code = high * 256 + low;
  if (!maySendCloseCode(code)) throw violation(`The close code ${code} is not for the wire`);
  if (!isUtf8(payload.subarray(2))) throw notUtf8();
  return code;
}

function notUtf8(cause?: unknown): WebSocketError {
  return new WebSocketError('text-malformed', 'Text is not UTF-8', { cause });
}
