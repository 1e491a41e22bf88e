import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

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
}

/** What one resource printed: the newest lines in memory, more of them on disk. */
export interface ResourceLog {
  readonly file: string;
  append(lines: readonly string[]): void;
  recent(): readonly string[];
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
  } = options;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.log`);
  let recent: string[] = [];
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
    append(lines) {
      if (lines.length === 0) return;
      recent = [...recent, ...lines].slice(-recentLines);
      const stamp = new Date(now()).toISOString();
      const text = Buffer.from(lines.map((line) => `${stamp} ${line}\n`).join(''));
      try {
        if (size > 0 && size + text.length > maxFileBytes) rotate();
        if (descriptor === undefined) return;
        size += writeSync(descriptor, text);
      } catch {
        // The newest lines are still in memory, where failures are explained from.
      }
    },
    recent: () => recent,
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}
