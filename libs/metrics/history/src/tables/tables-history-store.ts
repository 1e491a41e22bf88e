import type { Frame } from '@heliograph/contracts';
import type { HistoryStore } from '../history-store.ts';
import { StoreError } from '../store-error.ts';
import {
  endOf,
  framePartition,
  hourOf,
  seriesRowKey,
  toFrameRow,
  toIndexRow,
  toSeriesRow,
  toSeriesTable,
} from './frame-row.ts';
import { createKnownKeys, type KnownKeys } from './known-keys.ts';
import { pruneFrames } from './prune-frames.ts';
import { readRange } from './read-range.ts';
import { openTable, type Change, type NewRow, type Table, type TableOptions } from './table.ts';
import { toTransactions } from './transactions.ts';

export const historyTableName = 'heliographhistory';

/** Tries of a transaction of which some rows turned out to be there. */
const maxTries = 4;

/** A history in Azure Table Storage. Nothing is asked of the service before the first call. */
export function openTablesHistoryStore(options: TableOptions): HistoryStore {
  const table = openTable(options);
  const known = createKnownKeys(2000);

  return {
    async append(frames) {
      const changes = toChanges(frames, known);
      await indexHours(table, known, frames);
      for (const transaction of toTransactions(changes)) {
        await write(table, transaction);
        for (const [kind, row] of transaction) if (kind === 'put') known.add(nameOf(row));
      }
    },
    range: (query) => readRange(table, query),
    async prune(olderThan) {
      try {
        return await pruneFrames(table, olderThan);
      } finally {
        known.clear();
      }
    },
    close: async () => table.close(),
  };
}

/** Each frame's row once, in order, after the series that it refers to. */
function toChanges(frames: readonly Frame[], known: KnownKeys): Change[] {
  const changes = new Map<string, Change>();
  for (const frame of frames) {
    const partition = framePartition(frame.source, hourOf(frame.at));
    const series = frame.series && toSeriesTable(frame.series);
    if (series) {
      const name = nameOf({ partitionKey: partition, rowKey: seriesRowKey(series.hash) });
      if (!known.has(name) && !changes.has(name)) {
        changes.set(name, ['put', toSeriesRow(partition, series)]);
      }
    }
    const row = toFrameRow(partition, frame, series);
    if (!changes.has(nameOf(row))) changes.set(nameOf(row), ['create', row]);
  }
  return [...changes.values()];
}

/** Writes the index before the frames: an hour without frames does no harm, frames that nobody finds do. */
async function indexHours(table: Table, known: KnownKeys, frames: readonly Frame[]): Promise<void> {
  const rows = new Map<string, NewRow>();
  for (const frame of frames) {
    const { source, epoch } = frame;
    for (let hour = hourOf(frame.at); hour <= hourOf(endOf(frame)); hour += 1) {
      const row = toIndexRow({ hour, source, epoch });
      if (!known.has(nameOf(row))) rows.set(nameOf(row), row);
    }
  }
  const changes = Array.from(rows.values(), (row): Change => ['put', row]);
  for (const transaction of toTransactions(changes)) await table.change(transaction);
  for (const key of rows.keys()) known.add(key);
}

/** Writes what is not there yet. Rows that are there stay as they are. */
async function write(table: Table, transaction: readonly Change[]): Promise<void> {
  let left = transaction;
  for (let tries = 0; tries < maxTries; tries += 1) {
    if ((await table.change(left)) === 'done') return;
    const present = await rowKeysAmong(table, left);
    left = left.filter(([kind, { rowKey }]) => kind !== 'create' || !present.has(rowKey));
    if (!left.some(([kind]) => kind === 'create')) return;
  }
  throw new StoreError('store-busy', 'Others write the same frames to the store');
}

async function rowKeysAmong(table: Table, changes: readonly Change[]): Promise<Set<string>> {
  const keys = changes.map(([, { rowKey }]) => rowKey).sort();
  const [first = ''] = keys;
  const partition = changes[0]?.[1].partitionKey ?? '';
  const filter = `PartitionKey eq '${partition}' and RowKey ge '${first}' and RowKey le '${keys.at(-1) ?? ''}'`;
  const present = new Set<string>();
  for await (const { rowKey } of table.rows(filter, { select: ['PartitionKey', 'RowKey'] })) {
    present.add(rowKey);
  }
  return present;
}

function nameOf({ partitionKey, rowKey }: Pick<NewRow, 'partitionKey' | 'rowKey'>): string {
  return `${partitionKey}/${rowKey}`;
}
