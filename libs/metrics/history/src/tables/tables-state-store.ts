import { writeEntry } from '../state-entry.ts';
import type { StateEntry, StateStore } from '../state-store.ts';
import { tableKey } from './table-key.ts';
import { openTable, type Row, type Table, type TableOptions } from './table.ts';

export const stateTableName = 'heliographstate';

/** Expired records are removed at most so often, in milliseconds, and at most so many at a time. */
const sweepEvery = 10 * 60_000;
const sweepSize = 200;
/** Tries to delete a record that others keep writing. */
const maxTries = 5;

/** Small records in Azure Table Storage. Nothing is asked of the service before the first call. */
export function openTablesStateStore(options: TableOptions, now: () => number): StateStore {
  const table = openTable(options);
  let sweptAt = -Infinity;
  let sweeping: Promise<void> | undefined;

  /** Beside the work that people wait for; what fails is left to the next sweep. */
  function sweep(): void {
    if (sweeping || now() - sweptAt < sweepEvery) return;
    sweptAt = now();
    sweeping = dropExpired(table, now()).then(
      () => (sweeping = undefined),
      () => (sweeping = undefined),
    );
  }

  return {
    async put(partition, key, value, { expiresAt } = {}) {
      const json = writeEntry(partition, key, value, expiresAt);
      await table.put({
        ...keysOf(partition, key),
        key,
        // As bytes, because a text property holds 32 K characters of whatever length.
        value: Buffer.from(json),
        ...(expiresAt !== undefined && { expiresAt: BigInt(expiresAt) }),
      });
      sweep();
    },
    async get(partition, key) {
      const { partitionKey, rowKey } = keysOf(partition, key);
      const row = await table.get(partitionKey, rowKey);
      return row && !isExpired(row, now()) ? parse(row) : undefined;
    },
    async list(partition) {
      const entries: StateEntry[] = [];
      for await (const row of table.rows(`PartitionKey eq '${tableKey(partition)}'`)) {
        if (!isExpired(row, now())) entries.push(...toEntry(row));
      }
      return entries.sort((one, other) =>
        Buffer.compare(Buffer.from(one.key), Buffer.from(other.key)),
      );
    },
    async delete(partition, key) {
      const { partitionKey, rowKey } = keysOf(partition, key);
      for (let tries = 0; tries < maxTries; tries += 1) {
        const row = await table.get(partitionKey, rowKey);
        if (!row || isExpired(row, now())) return false;
        const outcome = await table.deleteRead(row);
        if (outcome !== 'changed') return outcome === 'deleted';
      }
      return false;
    },
    async close() {
      table.close();
      await sweeping;
    },
  };
}

function keysOf(partition: string, key: string): { partitionKey: string; rowKey: string } {
  return { partitionKey: tableKey(partition), rowKey: tableKey(key) };
}

/** A record that was renewed in the meantime stays: only what was read is deleted. */
async function dropExpired(table: Table, now: number): Promise<void> {
  const expired: Row[] = [];
  for await (const row of table.rows(`expiresAt le ${now}L`, { pageSize: sweepSize })) {
    expired.push(row);
    if (expired.length === sweepSize) break;
  }
  for (const row of expired) await table.deleteRead(row);
}

function expiryOf({ expiresAt }: Row): number | undefined {
  return typeof expiresAt === 'bigint' ? Number(expiresAt) : undefined;
}

function isExpired(row: Row, now: number): boolean {
  return (expiryOf(row) ?? Infinity) <= now;
}

function toEntry(row: Row): StateEntry[] {
  const value = parse(row);
  const { key } = row;
  if (value === undefined || typeof key !== 'string') return [];
  const expiresAt = expiryOf(row);
  return [{ key, value, ...(expiresAt !== undefined && { expiresAt }) }];
}

/** `undefined` for a damaged record, which is as good as none. */
function parse({ value }: Row): unknown {
  if (!(value instanceof Uint8Array)) return undefined;
  try {
    return JSON.parse(Buffer.from(value).toString());
  } catch {
    return undefined;
  }
}
