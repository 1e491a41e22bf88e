import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { frameSchema, type Frame } from '@heliograph/contracts';
import { reasonOf, type Log } from './log.ts';

/**
 * Frames on their way to the history, on disk: a run that is killed leaves them to the next one. It
 * writes synchronously, so a frame that was added is there whatever happens to the process. A disk
 * that refuses costs this protection, not the frames.
 */
export interface Spool {
  /** What an earlier run left, oldest first. It stays until `clear`. */
  readonly left: readonly Frame[];
  add(frame: Frame): void;
  /** Keeps nothing but these. */
  replace(frames: readonly Frame[]): void;
  /** Everything has arrived. */
  clear(): void;
  close(): void;
}

/** A line for each frame, in JSON. */
const fileName = 'spool.jsonl';

/** For a collector without a folder of its own. */
export const noSpool: Spool = {
  left: [],
  add: () => undefined,
  replace: () => undefined,
  clear: () => undefined,
  close: () => undefined,
};

export function openSpool(folder: string, log: Log): Spool {
  const file = join(folder, fileName);
  let left: readonly Frame[] = [];
  let descriptor: number | undefined;
  let isEmpty = true;
  let isFailing = false;

  function attempt(write: () => void): void {
    try {
      write();
      isFailing = false;
    } catch (reason) {
      if (!isFailing) {
        log.warn({ reason: reasonOf(reason) }, 'frames on their way cannot be kept on disk');
      }
      isFailing = true;
    }
  }

  function open(): number {
    return (descriptor ??= openSync(file, 'a'));
  }

  function close(): void {
    if (descriptor !== undefined) closeSync(descriptor);
    descriptor = undefined;
  }

  attempt(() => {
    mkdirSync(folder, { recursive: true });
    open();
    left = readFrames(file);
    isEmpty = left.length === 0;
  });

  return {
    left,
    add(frame) {
      isEmpty = false;
      attempt(() => writeSync(open(), lineOf(frame)));
    },
    replace(frames) {
      attempt(() => {
        // Whole or not at all: the old file counts until the new one is complete.
        writeFileSync(`${file}.new`, frames.map(lineOf).join(''));
        close();
        renameSync(`${file}.new`, file);
        isEmpty = frames.length === 0;
      });
    },
    clear() {
      if (isEmpty) return;
      attempt(() => {
        ftruncateSync(open());
        isEmpty = true;
      });
    },
    close,
  };
}

/** The line break comes first as well, so that a line which was cut short spoils no other. */
const lineOf = (frame: Frame): string => `\n${JSON.stringify(frame)}\n`;

function readFrames(file: string): Frame[] {
  return readFileSync(file, 'utf8').split('\n').flatMap(readFrame);
}

function readFrame(line: string): Frame | [] {
  try {
    return frameSchema.safeParse(JSON.parse(line)).data ?? [];
  } catch {
    return [];
  }
}
