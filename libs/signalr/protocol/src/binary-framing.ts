import { ByteQueue } from './byte-queue.ts';
import { ProtocolError } from './protocol-error.ts';
import type { FrameReader } from './text-framing.ts';

const continuation = 0x80;
/** 2 GiB - 1 takes five groups of seven bits. */
const maxPrefixBytes = 5;

/**
 * Puts the length in front: seven bits a byte, the least significant first, the high bit set on all
 * but the last byte.
 */
export function writeBinaryFrame(payload: readonly Uint8Array[]): Uint8Array {
  let rest = payload.reduce((sum, piece) => sum + piece.length, 0);
  const frame = new ByteQueue();
  const prefix: number[] = [];
  do {
    const bits = rest & 0x7f;
    rest >>>= 7;
    prefix.push(rest > 0 ? bits | continuation : bits);
  } while (rest > 0);
  frame.append(Uint8Array.from(prefix));
  for (const piece of payload) frame.append(piece);
  return frame.take();
}

/**
 * Reads frames that carry their length in front; keeps what is unfinished, never more than a frame.
 * As with text, nothing is kept for a reader that is idle.
 */
export class BinaryFrameReader implements FrameReader {
  readonly #maxBytes: number;
  #unfinished: ByteQueue | undefined;
  /** Bytes without which what is unfinished stays so; 0 while its length is incomplete. */
  #needed = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  *read(chunk: Uint8Array): Generator<Uint8Array> {
    const bytes = this.#withUnfinished(chunk);
    if (bytes === undefined) return;
    let at = 0;
    for (;;) {
      const prefix = readPrefix(bytes, at, this.#maxBytes);
      if (prefix === undefined || prefix.end > bytes.length) {
        this.#needed = prefix === undefined ? 0 : prefix.end - at;
        break;
      }
      yield bytes.subarray(prefix.start, prefix.end);
      at = prefix.end;
    }
    if (at < bytes.length) {
      this.#unfinished = new ByteQueue();
      this.#unfinished.append(bytes.subarray(at));
    }
  }

  /** `undefined` while it is clear that no frame is complete: looking again would copy all of it. */
  #withUnfinished(chunk: Uint8Array): Uint8Array | undefined {
    if (this.#unfinished === undefined) return chunk;
    this.#unfinished.append(chunk);
    if (this.#unfinished.length < this.#needed) return undefined;
    const bytes = this.#unfinished.take();
    this.#unfinished = undefined;
    return bytes;
  }
}

/** Where the frame that begins at `at` has its payload; `undefined` while the length is incomplete. */
function readPrefix(
  bytes: Uint8Array,
  at: number,
  maxBytes: number,
): { start: number; end: number } | undefined {
  let length = 0;
  for (let index = 0; index < maxPrefixBytes; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) * 2 ** (7 * index);
    if ((byte & continuation) !== 0) continue;
    if (length > maxBytes) {
      throw new ProtocolError('frame-too-long', `A frame is longer than ${maxBytes} bytes`);
    }
    const start = at + index + 1;
    return { start, end: start + length };
  }
  throw new ProtocolError('frame-malformed', 'Messages over 2GB in size are not supported.');
}
