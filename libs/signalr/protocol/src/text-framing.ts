import { ByteQueue } from './byte-queue.ts';
import { ProtocolError } from './protocol-error.ts';

/** Ends every text frame, and the handshake of every protocol. */
export const recordSeparator = 0x1e;

export interface FrameReader {
  /**
   * Returns the frames that `chunk` completes, in the order they arrived and without separator or
   * length. They are views of `chunk` where they lie in it whole.
   *
   * @throws ProtocolError `frame-too-long`, `frame-malformed`
   */
  read(chunk: Uint8Array): Uint8Array[];
}

/**
 * Chunks and frames do not line up: one chunk may hold several frames, and a frame may arrive in
 * pieces. The reader keeps what follows the last separator, never more than `maxBytes` of it.
 */
export function createTextFrameReader(maxBytes: number): FrameReader {
  const unfinished = new ByteQueue();

  function check(piece: Uint8Array): Uint8Array {
    if (unfinished.length + piece.length > maxBytes) {
      throw new ProtocolError('frame-too-long', `A frame is longer than ${maxBytes} bytes`);
    }
    return piece;
  }

  return {
    read(chunk) {
      const frames: Uint8Array[] = [];
      let start = 0;
      for (;;) {
        const end = chunk.indexOf(recordSeparator, start);
        if (end < 0) break;
        const piece = check(chunk.subarray(start, end));
        if (unfinished.length === 0) {
          frames.push(piece);
        } else {
          unfinished.append(piece);
          frames.push(unfinished.take());
        }
        start = end + 1;
      }
      unfinished.append(check(chunk.subarray(start)));
      return frames;
    },
  };
}
