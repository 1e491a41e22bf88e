import {
  endOf,
  framePartition,
  frameRowsFrom,
  frameRowsUpTo,
  fromIndexRow,
  hourOf,
  indexPartition,
  indexRowsFrom,
  indexRowsUpTo,
  readFrameRowKey,
  type IndexEntry,
} from './frame-row.ts';
import { tableKey } from './table-key.ts';
import type { Row, Table } from './table.ts';

/** A run of a collector. */
export interface Run {
  readonly source: string;
  readonly epoch: string;
}

export interface FrameRow {
  readonly at: number;
  readonly sequence: number;
  readonly run: Run;
  readonly isKey: boolean;
  /** Last tick of the frame; its first where the row is damaged. */
  readonly end: number;
  readonly row: Row;
}

export const runKey = ({ source, epoch }: Run): string => JSON.stringify([source, epoch]);

export function byTime(one: FrameRow, other: FrameRow): number {
  return one.at - other.at || one.sequence - other.sequence;
}

/** The hours in which runs have ticks, in order. */
export async function readIndex(
  table: Table,
  range: { readonly from?: number; readonly to: number },
  of: Partial<Run> = {},
): Promise<IndexEntry[]> {
  const filter = [
    `PartitionKey eq '${indexPartition}'`,
    `RowKey ge '${indexRowsFrom(range.from ?? 0)}' and RowKey le '${indexRowsUpTo(range.to)}'`,
    ...(of.source === undefined ? [] : [`sourceKey eq '${tableKey(of.source)}'`]),
    ...(of.epoch === undefined ? [] : [`epoch eq '${of.epoch}'`]),
  ].join(' and ');
  const entries: IndexEntry[] = [];
  for await (const row of table.rows(filter)) {
    const entry = fromIndexRow(row);
    if (entry) entries.push(entry);
  }
  return entries;
}

export interface Span {
  /** Unix milliseconds, both included. All of it lies in one hour. */
  readonly from: number;
  readonly to: number;
  /** Enough rows that begin after `from`. */
  readonly enough?: number;
}

/** Rows of frames that begin in a span, in order of time. */
export async function readFrameRows(
  table: Table,
  { source, epoch }: { readonly source: string; readonly epoch?: string },
  { from, to, enough = Infinity }: Span,
): Promise<FrameRow[]> {
  const filter = [
    `PartitionKey eq '${framePartition(source, hourOf(from))}'`,
    `RowKey ge '${frameRowsFrom(from)}' and RowKey le '${frameRowsUpTo(to)}'`,
    ...(epoch === undefined ? [] : [`epoch eq '${epoch}'`]),
  ].join(' and ');
  const rows: FrameRow[] = [];
  let after = 0;
  for await (const row of table.rows(filter, { pageSize: enough + 1 })) {
    const read = toFrameRow(source, row);
    if (!read) continue;
    rows.push(read);
    if (read.at > from) after += 1;
    if (after >= enough) break;
  }
  return rows;
}

function toFrameRow(source: string, row: Row): FrameRow | undefined {
  const key = readFrameRowKey(row.rowKey);
  if (!key) return undefined;
  const { at, sequence, epoch } = key;
  const { ticks, interval } = row;
  const isWhole = typeof ticks === 'number' && typeof interval === 'number';
  return {
    at,
    sequence,
    run: { source, epoch },
    isKey: row['table'] !== undefined,
    end: isWhole ? endOf({ at, ticks, interval }) : at,
    row,
  };
}

export interface LeadQuery {
  readonly run: Run;
  /** Unix milliseconds, not included. */
  readonly before: number;
  /** Whether frames from `before` on need a lead, wherever the one before them ends. */
  readonly isNeeded: boolean;
  /** Otherwise there is a lead only when its last frame has a tick then or later. */
  readonly reaching: number;
}

/** A frame's key frame is most often no farther back than this. */
const nearby = 120_000;
/** Longest way back to a key frame, in rows. A collector writes one every ten frames. */
const farthest = 20_000;
const hour = 3_600_000;

/**
 * What is needed to read a run's frames from `before` on: its last key frame that begins earlier, and
 * all that follows it. Nothing where there is no such key frame.
 */
export async function readLead(table: Table, query: LeadQuery): Promise<FrameRow[]> {
  const { run, before, isNeeded, reaching } = query;
  let lead: FrameRow[] = [];
  for await (const span of spansBackwards(table, run, before)) {
    const rows = await readFrameRows(table, run, span);
    const last = lead.length > 0 ? undefined : rows.at(-1);
    if (last && !isNeeded && last.end < reaching) return [];
    lead = [...rows, ...lead];
    const start = lead.findLastIndex(({ isKey }) => isKey);
    if (start >= 0) return lead.slice(start);
    if (lead.length > farthest) return [];
  }
  return [];
}

async function* spansBackwards(table: Table, run: Run, before: number): AsyncGenerator<Span> {
  if (before <= 0) return;
  const to = before - 1;
  const ofHour = hourOf(to);
  const from = Math.max(ofHour * hour, before - nearby);
  yield { from, to };
  if (from > ofHour * hour) yield { from: ofHour * hour, to: from - 1 };
  const earlier = await readIndex(table, { to: ofHour - 1 }, run);
  for (const { hour: each } of earlier.reverse()) {
    yield { from: each * hour, to: (each + 1) * hour - 1 };
  }
}
