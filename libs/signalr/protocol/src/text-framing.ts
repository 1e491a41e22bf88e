import { ByteQueue } from './byte-queue.ts';
import { ProtocolError } from './protocol-error.ts';

/** Ends every text frame, and the handshake of every protocol. */
export const recordSeparator = 0x1e;

export interface FrameReader {
  /**
   * Hands out the frames that `chunk` completes, in the order they arrived and without separator or
   * length, each when it is asked for. They are views of `chunk` where they lie in it whole.
   *
   * @throws ProtocolError `frame-too-long`, `frame-malformed`, once what came before is handed out
   */
  read(chunk: Uint8Array): Iterable<Uint8Array>;
}

/**
 * Chunks and frames do not line up: one chunk may hold several frames, and a frame may arrive in
 * pieces. The reader keeps what follows the last separator, never more than `maxBytes` of it.
 *
 * A class, and a queue only while something is unfinished, because each connection has a reader that
 * is idle nearly all the time.
 */
export class TextFrameReader implements FrameReader {
  readonly #maxBytes: number;
  #unfinished: ByteQueue | undefined;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  *read(chunk: Uint8Array): Generator<Uint8Array> {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(recordSeparator, start);
      if (end < 0) break;
      yield this.#finish(chunk.subarray(start, end));
      start = end + 1;
    }
    if (start < chunk.length) this.#keep(chunk.subarray(start));
  }

  #finish(piece: Uint8Array): Uint8Array {
    if (this.#unfinished === undefined) return this.#checked(piece);
    const frame = this.#keep(piece).take();
    this.#unfinished = undefined;
    return frame;
  }

  #keep(piece: Uint8Array): ByteQueue {
    this.#checked(piece);
    this.#unfinished ??= new ByteQueue();
    this.#unfinished.append(piece);
    return this.#unfinished;
  }

  #checked(piece: Uint8Array): Uint8Array {
    if ((this.#unfinished?.length ?? 0) + piece.length > this.#maxBytes) {
      throw new ProtocolError('frame-too-long', `A frame is longer than ${this.#maxBytes} bytes`);
    }
    return piece;
  }
}
