import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { LogLine } from '@heliograph/app-model-core';

export interface ResourceLogOptions {
  /** Folder of `<name>.log`; created when missing. */
  readonly folder: string;
  readonly name: string;
  /** Lines kept in memory. */
  readonly recentLines?: number;
  /** When the file would outgrow this it becomes `<name>.log.1`, which replaces the one before. */
  readonly maxFileBytes?: number;
  /** Unix milliseconds. */
  readonly now?: () => number;
  /** The number of the next line; one count for all logs that are to be merged. */
  readonly nextNumber?: () => number;
}

/** What one resource printed: the newest lines in memory, more of them on disk. */
export interface ResourceLog {
  readonly file: string;
  /** Returns the lines as they are kept. */
  append(texts: readonly string[]): readonly LogLine[];
  recent(): readonly LogLine[];
  close(): void;
}

/**
 * Writes synchronously: a few lines at a time into the page cache cost microseconds, and they are
 * on disk however this process ends. A disk that refuses them costs the lines, not the platform.
 */
export function createResourceLog(options: ResourceLogOptions): ResourceLog {
  const {
    folder,
    name,
    recentLines = 500,
    maxFileBytes = 5 * 1024 * 1024,
    now = Date.now,
    nextNumber = countFromOne(),
  } = options;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.log`);
  let recent: readonly LogLine[] = [];
  let descriptor: number | undefined = openSync(file, 'a');
  let size = fstatSync(descriptor).size;

  const rotate = (): void => {
    if (descriptor !== undefined) closeSync(descriptor);
    descriptor = undefined;
    renameSync(file, `${file}.1`);
    descriptor = openSync(file, 'a');
    size = 0;
  };

  return {
    file,
    append(texts) {
      if (texts.length === 0) return [];
      const at = now();
      const lines = texts.map((text) => ({ number: nextNumber(), at, resource: name, text }));
      recent = [...recent, ...lines].slice(-recentLines);
      const stamp = new Date(at).toISOString();
      const written = Buffer.from(texts.map((text) => `${stamp} ${text}\n`).join(''));
      try {
        if (size > 0 && size + written.length > maxFileBytes) rotate();
        if (descriptor !== undefined) size += writeSync(descriptor, written);
      } catch {
        // The newest lines are still in memory, where failures are explained from.
      }
      return lines;
    },
    recent: () => recent,
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}

function countFromOne(): () => number {
  let count = 0;
  return () => (count += 1);
}
