import type { SQLOutputValue } from 'node:sqlite';
import { openSqliteDatabase } from './sqlite-database.ts';
import { writeEntry } from './state-entry.ts';
import type { StateEntry, StateStore } from './state-store.ts';

const put = `
  INSERT INTO records (partition, key, value, expires_at) VALUES (?, ?, ?, ?)
  ON CONFLICT (partition, key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at`;
const get = `
  SELECT value FROM records
  WHERE partition = ? AND key = ? AND (expires_at IS NULL OR expires_at > ?)`;
const list = `
  SELECT key, value, expires_at FROM records
  WHERE partition = ? AND (expires_at IS NULL OR expires_at > ?) ORDER BY key`;
const drop = `
  DELETE FROM records
  WHERE partition = ? AND key = ? AND (expires_at IS NULL OR expires_at > ?)`;
const dropExpired = 'DELETE FROM records WHERE expires_at <= ?';

/** Small records in a SQLite file. @throws StoreError when the file cannot be opened */
export function openSqliteStateStore(file: string, now: () => number): StateStore {
  const database = openSqliteDatabase(file);

  return {
    async put(partition, key, value, { expiresAt } = {}) {
      const json = writeEntry(partition, key, value, expiresAt);
      database.transaction(() => {
        // Every put tidies up, so that nothing has to run in the background.
        database.run(dropExpired, now());
        database.run(put, partition, key, json, expiresAt ?? null);
      });
    },
    async get(partition, key) {
      return parse(database.get(get, partition, key, now())?.['value']);
    },
    async list(partition) {
      return database.all(list, partition, now()).flatMap(toEntry);
    },
    async delete(partition, key) {
      return database.run(drop, partition, key, now()) > 0;
    },
    close: async () => database.close(),
  };
}

function toEntry(row: Readonly<Record<string, SQLOutputValue>>): StateEntry[] {
  const value = parse(row['value']);
  if (value === undefined) return [];
  const expiresAt = row['expires_at'];
  return [
    {
      key: String(row['key']),
      value,
      ...(typeof expiresAt === 'number' && { expiresAt }),
    },
  ];
}

/** `undefined` for what is not there, and for a damaged record, which is as good as none. */
function parse(json: SQLOutputValue | undefined): unknown {
  if (typeof json !== 'string') return undefined;
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
