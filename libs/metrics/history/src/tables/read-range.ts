import type { HistoryQuery, HistoryRange } from '../history-store.ts';
import { createRowReader } from '../stored-frame.ts';
import { byTime, readFrameRows, readIndex, readLead, runKey } from './frame-queries.ts';
import type { FrameRow, Run } from './frame-queries.ts';
import { fromFrameRow, fromSeriesRow, hourOf, seriesRowKey } from './frame-row.ts';
import type { IndexEntry } from './frame-row.ts';
import type { Table } from './table.ts';

/** Most frames of one answer, whatever was asked: bounds the memory that one query takes. */
const largestAnswer = 20_000;
const hour = 3_600_000;

export async function readRange(
  table: Table,
  query: HistoryQuery,
  reader = createRowReader(),
): Promise<HistoryRange> {
  const from = Math.max(0, Math.ceil(query.from));
  const to = Math.min(Number.MAX_SAFE_INTEGER, Math.floor(query.to));
  const limit = Math.min(Math.max(1, Math.floor(query.limit)), largestAnswer);
  if (!(from <= to)) return { frames: [], more: false, skipped: reader.skipped };

  const of = query.source === undefined ? {} : { source: query.source };
  const index = await readIndex(table, { from: hourOf(from), to: hourOf(to) }, of);
  const { rows, more } = await readRows(table, index, { from, to, limit });
  const leads = await Promise.all(
    runsWithLead(rows, index, from).map(({ run, isNeeded }) =>
      readLead(table, { run, before: from, isNeeded, reaching: from }),
    ),
  );
  const all = [...leads.flat(), ...rows].sort(byTime);
  const json = await readSeries(table, all);
  const frames = all.flatMap(({ row }) => {
    const read = reader.read({ ...fromFrameRow(row), json: json.get(row['table']) ?? null });
    return read ?? [];
  });
  const last = rows.at(-1);
  if (more && last && frames.length === 0) {
    // A whole page of damaged rows: the caller could not know from where to go on.
    return readRange(table, { ...query, from: last.at }, reader);
  }
  return { frames, more, skipped: reader.skipped };
}

/**
 * Rows from `from` on, hour by hour. Those that begin at `from` itself do not count against the
 * limit; else a caller who asks from the last frame of an answer on might never get further.
 */
async function readRows(
  table: Table,
  index: readonly IndexEntry[],
  { from, to, limit }: Pick<HistoryQuery, 'from' | 'to' | 'limit'>,
): Promise<{ rows: FrameRow[]; more: boolean }> {
  const sourcesByHour = new Map<number, Set<string>>();
  for (const entry of index) {
    const sources = sourcesByHour.get(entry.hour) ?? new Set();
    sourcesByHour.set(entry.hour, sources.add(entry.source));
  }
  const rows: FrameRow[] = [];
  let room = limit;
  for (const [each, sources] of sourcesByHour) {
    const span = {
      from: Math.max(from, each * hour),
      to: Math.min(to, (each + 1) * hour - 1),
      enough: room + 1,
    };
    const found = await Promise.all(
      Array.from(sources, (source) => readFrameRows(table, { source }, span)),
    );
    for (const row of found.flat().sort(byTime)) {
      if (row.at > from) room -= 1;
      if (room < 0) return { rows, more: true };
      rows.push(row);
    }
  }
  return { rows, more: false };
}

/** Runs of which something before `from` may be needed. */
function runsWithLead(
  rows: readonly FrameRow[],
  index: readonly IndexEntry[],
  from: number,
): { run: Run; isNeeded: boolean }[] {
  const firsts = new Map<string, FrameRow>();
  for (const row of rows) {
    const key = runKey(row.run);
    if (!firsts.has(key)) firsts.set(key, row);
  }
  const runs = new Map<string, { run: Run; isNeeded: boolean }>();
  for (const { source, epoch, hour: each } of index) {
    const run = { source, epoch };
    if (each === hourOf(from) && !firsts.has(runKey(run))) {
      runs.set(runKey(run), { run, isNeeded: false });
    }
  }
  for (const [key, { run, isKey, at }] of firsts) {
    // A key frame at `from` leaves nothing open; one that comes later may follow a frame that reaches over.
    if (!isKey || at > from) runs.set(key, { run, isNeeded: !isKey });
  }
  return [...runs.values()];
}

/** The JSON of all series that the rows refer to, by hash. Where a copy is damaged, another hour's will do. */
async function readSeries(
  table: Table,
  rows: readonly FrameRow[],
): Promise<Map<unknown, string | undefined>> {
  const partitions = new Map<string, Set<string>>();
  for (const { row } of rows) {
    const hash = row['table'];
    if (typeof hash !== 'string') continue;
    partitions.set(hash, (partitions.get(hash) ?? new Set()).add(row.partitionKey));
  }
  const found = Array.from(partitions, async ([hash, where]) => {
    for (const partition of where) {
      const row = await table.get(partition, seriesRowKey(hash));
      const json = row && fromSeriesRow(row);
      if (json !== undefined) return [hash, json] as const;
    }
    return [hash, undefined] as const;
  });
  return new Map(await Promise.all(found));
}
