import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';
import { loadSqlite } from './node-sqlite.ts';
import { StoreError } from './store-error.ts';

/**
 * One SQLite file, shared by processes: the collector appends while the functions read and keep
 * their leases. Write-ahead logging lets readers and one writer go on side by side; a second writer
 * waits for the first, whose transactions last milliseconds.
 */
export interface SqliteDatabase {
  run(sql: string, ...values: SQLInputValue[]): number;
  all(sql: string, ...values: SQLInputValue[]): Record<string, SQLOutputValue>[];
  get(sql: string, ...values: SQLInputValue[]): Record<string, SQLOutputValue> | undefined;
  /** Runs `work` as a whole or not at all. */
  transaction<T>(work: () => T): T;
  close(): void;
}

/** Steps that lead from an empty file to today's tables. Never changed once released; only added to. */
const migrations = [
  `
  CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    epoch TEXT NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    UNIQUE (source, epoch)
  ) STRICT;
  CREATE INDEX runs_by_end ON runs (last_at);
  CREATE TABLE series_tables (
    id INTEGER PRIMARY KEY,
    json TEXT NOT NULL UNIQUE
  ) STRICT;
  CREATE TABLE frames (
    run INTEGER NOT NULL REFERENCES runs (id),
    sequence INTEGER NOT NULL,
    at INTEGER NOT NULL,
    interval INTEGER NOT NULL,
    ticks INTEGER NOT NULL,
    series INTEGER REFERENCES series_tables (id),
    body TEXT NOT NULL,
    PRIMARY KEY (run, sequence)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX frames_by_time ON frames (at, sequence);
  CREATE INDEX key_frames ON frames (run, at) WHERE series IS NOT NULL;
  CREATE TABLE records (
    partition TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    expires_at INTEGER,
    PRIMARY KEY (partition, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX records_by_expiry ON records (expires_at) WHERE expires_at IS NOT NULL;
  `,
];

/** Longest wait for another writer. The wait blocks the process, so it is short. */
const busyMilliseconds = 1000;

/** Opens the file, makes it and its folder where missing. @throws StoreError */
export function openSqliteDatabase(file: string): SqliteDatabase {
  const path = file === ':memory:' ? file : resolve(file);
  let database: DatabaseSync;
  try {
    if (file !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    const { DatabaseSync: Database } = loadSqlite();
    database = new Database(path, { timeout: busyMilliseconds });
  } catch (reason) {
    throw new StoreError('store-unreadable', `The store ${path} cannot be opened`, {
      cause: reason,
    });
  }
  try {
    // NORMAL survives the end of any process; only a power cut can cost the last moments.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    migrate(database, path);
  } catch (reason) {
    database.close();
    if (reason instanceof StoreError) throw reason;
    throw codeOf(reason) === 'store-busy'
      ? toStoreError(reason)
      : new StoreError('store-unreadable', `${path} is not a store that can be read`, {
          cause: reason,
        });
  }
  return wrap(database);
}

function migrate(database: DatabaseSync, path: string): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    const row = database.prepare('PRAGMA user_version').get();
    const version = Number(row?.['user_version'] ?? 0);
    if (version > migrations.length) {
      throw new StoreError('store-newer', `${path} was written by a newer version of Heliograph`);
    }
    for (const step of migrations.slice(version)) database.exec(step);
    database.exec(`PRAGMA user_version = ${migrations.length}`);
    database.exec('COMMIT');
  } catch (reason) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw reason;
  }
}

function wrap(database: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  const prepare = (sql: string) => {
    let statement = statements.get(sql);
    if (!statement) statements.set(sql, (statement = database.prepare(sql)));
    return statement;
  };

  return {
    run: (sql, ...values) => guard(() => Number(prepare(sql).run(...values).changes)),
    all: (sql, ...values) => guard(() => prepare(sql).all(...values)),
    get: (sql, ...values) => guard(() => prepare(sql).get(...values)),
    transaction: (work) =>
      guard(() => {
        database.exec('BEGIN IMMEDIATE');
        try {
          const result = work();
          database.exec('COMMIT');
          return result;
        } catch (reason) {
          if (database.isTransaction) database.exec('ROLLBACK');
          throw reason;
        }
      }),
    close() {
      statements.clear();
      if (database.isOpen) database.close();
    },
  };
}

function guard<T>(work: () => T): T {
  try {
    return work();
  } catch (reason) {
    throw reason instanceof StoreError ? reason : toStoreError(reason);
  }
}

function toStoreError(reason: unknown): StoreError {
  const code = codeOf(reason);
  const detail = reason instanceof Error ? reason.message : String(reason);
  return new StoreError(
    code,
    code === 'store-busy'
      ? 'Another process is writing to the store'
      : `The store failed: ${detail}`,
    { cause: reason },
  );
}

/** SQLite's primary result codes. https://www.sqlite.org/rescode.html */
const sqliteBusy = 5;
const sqliteLocked = 6;

function codeOf(reason: unknown): 'store-busy' | 'store-failed' {
  const extended =
    reason instanceof Error && 'errcode' in reason && typeof reason.errcode === 'number'
      ? reason.errcode
      : 0;
  const primary = extended & 0xff;
  return primary === sqliteBusy || primary === sqliteLocked ? 'store-busy' : 'store-failed';
}
