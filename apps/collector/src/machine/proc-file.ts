import { closeSync, openSync, readSync } from 'node:fs';

/** A file of `/proc`, opened once and read again and again: a third cheaper than opening it anew. */
export interface ProcFile {
  /** The whole text; `undefined` when it cannot be read (any more). */
  read(): string | undefined;
  close(): void;
}

const firstSize = 16 * 1024;
// Machines with many disks or interfaces fill some dozens of KiB.
const largestSize = 4 * 1024 * 1024;

export function openProcFile(path: string): ProcFile {
  let buffer = Buffer.allocUnsafe(firstSize);
  let file = open(path);

  return {
    read() {
      // A file that was not there may come, as with a module that is loaded later.
      file ??= open(path);
      if (file === undefined) return undefined;
      try {
        let length = 0;
        // The kernel may answer a read short of the end; only 0 bytes say that it is reached.
        for (;;) {
          const count = readSync(file, buffer, length, buffer.length - length, length);
          length += count;
          if (count === 0) return buffer.toString('latin1', 0, length);
          if (length < buffer.length) continue;
          if (buffer.length >= largestSize) return undefined;
          buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length)]);
        }
      } catch {
        return undefined;
      }
    },
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}

function open(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch {
    return undefined;
  }
}
