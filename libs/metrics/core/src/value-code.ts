import { FrameError } from './frame-error.ts';

/**
 * The numbers inside a frame's `values`, as `libs/contracts` defines them: a number is either twice
 * a zig-zag difference, or twice a run length plus one. Written as LEB128, seven bits a byte, least
 * significant first.
 *
 * A value has up to 51 bits and a sign, so a difference has 52 and a sign, and its number 54. Such a
 * number is even, so a double still holds it exactly; both directions work on halves all the same.
 */

/** Largest magnitude of a scaled value. */
export const largestScaled = 2 ** 51;
const largestHalf = 2 ** 53;

/** A growing byte buffer that is reused from frame to frame. */
export interface ValueWriter {
  difference(difference: number): void;
  /** `length` series did not change. At least 1. */
  run(length: number): void;
  /** One series has no value. */
  missing(): void;
  /** What was written since the last call, valid until the next write. */
  take(): Uint8Array;
}

export function createValueWriter(): ValueWriter {
  let bytes = new Uint8Array(1024);
  let length = 0;

  function write(half: number, odd: 0 | 1): void {
    if (length + 8 > bytes.length) {
      const larger = new Uint8Array(bytes.length * 2);
      larger.set(bytes);
      bytes = larger;
    }
    let rest = Math.floor(half / 64);
    bytes[length++] = ((half % 64) << 1) | odd | (rest > 0 ? 0x80 : 0);
    while (rest > 0) {
      const more = Math.floor(rest / 128);
      bytes[length++] = (rest % 128) | (more > 0 ? 0x80 : 0);
      rest = more;
    }
  }

  return {
    difference: (difference) => write(difference < 0 ? -2 * difference - 1 : 2 * difference, 0),
    run: (count) => write(count, 1),
    missing: () => write(0, 1),
    take() {
      const written = bytes.subarray(0, length);
      length = 0;
      return written;
    },
  };
}

export type ValueCode =
  | { readonly kind: 'difference'; readonly difference: number }
  | { readonly kind: 'run'; readonly length: number }
  | { readonly kind: 'missing' };

export interface ValueReader {
  /** The next number. @throws FrameError `values-malformed` at the end, and for what no writer writes. */
  read(): ValueCode;
  readonly done: boolean;
}

const missing: ValueCode = { kind: 'missing' };

export function createValueReader(bytes: Uint8Array): ValueReader {
  let at = 0;

  function nextByte(): number {
    const byte = bytes[at];
    if (byte === undefined) {
      throw new FrameError('values-malformed', `The values end early, at byte ${at}`);
    }
    at += 1;
    return byte;
  }

  return {
    read() {
      const first = nextByte();
      let half = (first & 0x7f) >> 1;
      let weight = 64;
      let byte = first;
      while (byte >= 0x80) {
        byte = nextByte();
        half += (byte & 0x7f) * weight;
        weight *= 128;
        if (half > largestHalf || weight > 2 ** 62) {
          throw new FrameError('values-malformed', `A number before byte ${at} is too large`);
        }
      }
      if ((first & 1) === 1) return half === 0 ? missing : { kind: 'run', length: half };
      // Halving first keeps 2^53 exact.
      const magnitude = Math.floor(half / 2);
      return { kind: 'difference', difference: half % 2 === 0 ? magnitude : -magnitude - 1 };
    },
    get done() {
      return at === bytes.length;
    },
  };
}
