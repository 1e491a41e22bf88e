import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ApphostError } from './apphost-error.ts';

/**
 * Marks a folder as one of ours, and is locked while a platform uses it. The lock is a database's:
 * the operating system lets go of it however its holder ends, so none is ever left behind.
 */
const lockFile = 'heliograph.lock';
/** Who holds the lock, for people. */
const holderFile = 'heliograph.pid';

/** A folder that belongs to this process until it is closed. */
export interface DataFolder {
  readonly path: string;
  /** Removes everything that a platform kept here. */
  empty(): void;
  close(): void;
}

/**
 * Makes a folder ours, creating it when missing.
 * @throws ApphostError `data-folder-foreign` when files are in it that no platform wrote, so that
 *   neither `--reset` nor our own files ever touch a folder that was named by mistake;
 *   `data-folder-in-use`; `data-folder-unusable`
 */
export function openDataFolder(path: string, pid: number): DataFolder {
  const lock = takeLock(path);
  const { database } = lock;
  writeFileSync(join(path, holderFile), `${pid}\n`);

  return {
    path,
    empty() {
      for (const entry of readdirSync(path)) {
        if (entry.startsWith(lockFile) || entry === holderFile) continue;
        rmSync(join(path, entry), { recursive: true, force: true });
      }
    },
    close() {
      rmSync(join(path, holderFile), { force: true });
      database.close();
    },
  };
}

function takeLock(path: string): { readonly database: DatabaseSync } {
  try {
    // It holds keys, and what people do.
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const entries = readdirSync(path);
    if (entries.length > 0 && !entries.includes(lockFile)) {
      throw new ApphostError(
        'data-folder-foreign',
        `${path} holds files that are not Heliograph's; name an empty or a new folder with --data.`,
      );
    }
    const database = new DatabaseSync(join(path, lockFile), { timeout: 0 });
    try {
      database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    } catch (cause) {
      database.close();
      throw cause;
    }
    return { database };
  } catch (cause) {
    if (cause instanceof ApphostError) throw cause;
    if (isBusy(cause)) {
      throw new ApphostError(
        'data-folder-in-use',
        `${path} is in use by Heliograph${holderOf(path)}; stop it first, or name another folder with --data.`,
        { cause },
      );
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ApphostError('data-folder-unusable', `${path} cannot be used: ${reason}.`, { cause });
  }
}

/** SQLITE_BUSY, https://www.sqlite.org/rescode.html#busy */
const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && error.errcode === 5;

function holderOf(path: string): string {
  try {
    return `, process ${readFileSync(join(path, holderFile), 'utf8').trim()}`;
  } catch {
    return '';
  }
}
