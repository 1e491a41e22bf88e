import { readFrameRows, readIndex, readLead, runKey, type Run } from './frame-queries.ts';
import { framePartition, hourOf, readFrameRowKey, toIndexRow } from './frame-row.ts';
import type { IndexEntry } from './frame-row.ts';
import type { Change, Table } from './table.ts';

const hour = 3_600_000;
/** Changes of one transaction. */
const batchSize = 100;
/** Another that drops the same rows makes a transaction fail; then what is left is looked up anew. */
const maxRounds = 5;

/** Drops frames as `HistoryStore.prune` says. Returns how many. */
export async function pruneFrames(table: Table, olderThan: number): Promise<number> {
  const moment = Math.min(Math.floor(olderThan), Number.MAX_SAFE_INTEGER);
  if (!(moment > 0)) return 0;
  const index = await readIndex(table, { to: hourOf(moment) });
  const cuts = new Map<string, number>();
  for (const { source, epoch } of index) {
    const key = runKey({ source, epoch });
    if (!cuts.has(key)) cuts.set(key, await findCut(table, { source, epoch }, moment));
  }

  let dropped = 0;
  for (const [partition, entries] of byPartition(index)) {
    dropped += await dropRows(table, partition, entries, cuts);
    const isOver = (entry: IndexEntry) => (entry.hour + 1) * hour <= (cuts.get(runKey(entry)) ?? 0);
    const over = entries.filter(isOver).map(toIndexRow);
    // One by one, because another may have dropped some of them already.
    for (const row of over) await table.deleteRead(row);
  }
  return dropped;
}

/** Frames of the run that begin before this are dropped: Infinity for all, 0 for none. */
async function findCut(table: Table, run: Run, moment: number): Promise<number> {
  const ofHour = hourOf(moment);
  const [later] = await readFrameRows(table, run, {
    from: moment,
    to: (ofHour + 1) * hour - 1,
    enough: 1,
  });
  const goesOn =
    later !== undefined ||
    (await readIndex(table, { from: ofHour + 1, to: Number.MAX_SAFE_INTEGER }, run)).length > 0;
  if (later?.isKey && later.at === moment) return moment;

  const lead = { run, before: moment, isNeeded: goesOn, reaching: moment };
  const [first] = await readLead(table, lead);
  if (first) return first.at;
  return goesOn ? 0 : Infinity;
}

function byPartition(index: readonly IndexEntry[]): Map<string, IndexEntry[]> {
  const partitions = new Map<string, IndexEntry[]>();
  for (const entry of index) {
    const partition = framePartition(entry.source, entry.hour);
    partitions.set(partition, [...(partitions.get(partition) ?? []), entry]);
  }
  return partitions;
}

async function dropRows(
  table: Table,
  partition: string,
  [entry]: readonly IndexEntry[],
  cuts: ReadonlyMap<string, number>,
): Promise<number> {
  if (!entry) return 0;
  const cutOf = (epoch: string) => cuts.get(runKey({ source: entry.source, epoch })) ?? 0;
  let dropped = 0;
  for (let round = 0; round < maxRounds; round += 1) {
    const rowKeys: string[] = [];
    const filter = `PartitionKey eq '${partition}'`;
    const select = ['PartitionKey', 'RowKey'];
    for await (const { rowKey } of table.rows(filter, { select })) rowKeys.push(rowKey);
    const kept = rowKeys.some((rowKey) => {
      const frame = readFrameRowKey(rowKey);
      return frame && frame.at >= cutOf(frame.epoch);
    });
    const old = rowKeys.filter((rowKey) => {
      const frame = readFrameRowKey(rowKey);
      return frame ? frame.at < cutOf(frame.epoch) : !kept;
    });
    const frames = await deleteRows(table, partition, old);
    dropped += frames.dropped;
    if (frames.isWhole) break;
  }
  return dropped;
}

async function deleteRows(
  table: Table,
  partitionKey: string,
  rowKeys: readonly string[],
): Promise<{ dropped: number; isWhole: boolean }> {
  let dropped = 0;
  let isWhole = true;
  for (let at = 0; at < rowKeys.length; at += batchSize) {
    const batch = rowKeys.slice(at, at + batchSize);
    const changes = batch.map((rowKey): Change => ['delete', { partitionKey, rowKey }]);
    if ((await table.change(changes)) === 'conflict') isWhole = false;
    else dropped += batch.filter((rowKey) => readFrameRowKey(rowKey)).length;
  }
  return { dropped, isWhole };
}
