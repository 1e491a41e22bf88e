import type { Series } from '@heliograph/contracts';
import type { ChainedTicks, FrameRun } from './frame-chains.ts';
import type { Gap, GapReason } from './gap.ts';
import { sameTable } from './series-table.ts';
import { createValueColumns, type ValueColumns } from './value-columns.ts';

/** Times, then the values of each series asked for; `null` where there is none. As uPlot takes them. */
export type Columns = [number[], ...(number | null)[][]];

/** From and to, both included, in Unix milliseconds. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** Ticks in order of time, each time once, with a column for every series that has a value in it. */
export interface TickTable {
  /** Puts ticks where they belong; a tick of a time that is there already replaces it. */
  merge(frames: readonly ChainedTicks[]): void;
  /**
   * Drops so many of the oldest ticks, and series that have no value left. Returns the last dropped
   * sequence number of each run.
   */
  drop(count: number): ReadonlyMap<FrameRun, number>;
  /** How many ticks are before `time`. */
  countBefore(time: number): number;
  /** Time of the last tick before `time`. */
  lastBefore(time: number): number | undefined;
  /** Values of the named series, with a row of `null` inside every gap so that a line breaks there. */
  columns(names: readonly string[], range: TimeRange): Columns;
  gaps(range: TimeRange): Gap[];
  /** Latest description of each series that has a column: the newest table's first. */
  series(): readonly Series[];
  /** Time and value of the newest tick that has a value for the series. */
  latest(name: string): { readonly at: number; readonly value: number } | undefined;
  readonly first: number | undefined;
  readonly last: RowOrigin | undefined;
  readonly length: number;
  /** Grows whenever ticks came in other than after the newest one, or there are none any more. */
  readonly revision: number;
  clear(): void;
}

/** Where a tick comes from. */
export interface RowOrigin {
  readonly at: number;
  readonly run: FrameRun;
  readonly sequence: number;
  readonly interval: number;
}

interface Row extends RowOrigin {
  readonly series: readonly Series[];
}

export function createTickTable(): TickTable {
  const columns = createValueColumns();
  let rows: Row[] = [];
  let times: number[] = [];
  let descriptions: readonly Series[] | undefined = [];
  let revision = 0;

  function append({ run, sequence, interval, series: described, ticks }: ChainedTicks): void {
    // Every key frame brings its own copy of the table; one is enough.
    const last = rows.at(-1)?.series;
    const series = last && sameTable(last, described) ? last : described;
    if (series !== last) descriptions = undefined;
    for (const { at, values } of ticks) {
      series.forEach(({ name }, index) => {
        columns.write(rows.length, name, values[index] ?? NaN);
      });
      rows.push({ at, run, sequence, interval, series });
      times.push(at);
    }
  }

  /** Index of the first row at or after `time`. */
  function rowAt(time: number): number {
    let low = 0;
    let high = times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((times[middle] ?? Infinity) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function gapBefore(index: number): Gap | undefined {
    const earlier = rows[index - 1];
    const later = rows[index];
    if (!earlier || !later) return undefined;
    const reason = gapReason(earlier, later);
    return reason && { from: earlier.at, to: later.at, reason };
  }

  function gapsBetween(start: number, end: number): { index: number; gap: Gap }[] {
    const found: { index: number; gap: Gap }[] = [];
    for (let index = start + 1; index < end; index += 1) {
      const gap = gapBefore(index);
      if (gap) found.push({ index, gap });
    }
    return found;
  }

  return {
    merge(frames) {
      const start = Math.max(0, rows.length - 1);
      frames.forEach(append);
      if (isAscending(times, start)) return;
      revision += 1;
      const order = orderOfTime(times);
      columns.arrange(order);
      rows = order.flatMap((from) => rows[from] ?? []);
      times = rows.map(({ at }) => at);
      descriptions = undefined;
    },
    drop(count) {
      const dropped = new Map<FrameRun, number>();
      for (const { run, sequence } of rows.splice(0, count)) {
        dropped.set(run, Math.max(sequence, dropped.get(run) ?? 0));
      }
      times.splice(0, count);
      columns.drop(count);
      descriptions = undefined;
      return dropped;
    },
    countBefore: rowAt,
    lastBefore: (time) => times[rowAt(time) - 1],
    columns(names, { from, to }) {
      const start = rowAt(from);
      const end = rowAt(to + 1);
      const cuts = gapsBetween(start, end);
      const cut = <T, U>(
        column: ArrayLike<T> | undefined,
        cell: (value: T | undefined) => U,
        filler: (gap: Gap) => U,
      ): U[] => {
        const pieces: U[] = [];
        let at = start;
        for (const { index, gap } of cuts) {
          for (; at < index; at += 1) pieces.push(cell(column?.[at]));
          pieces.push(filler(gap));
        }
        for (; at < end; at += 1) pieces.push(cell(column?.[at]));
        return pieces;
      };
      const time = cut(
        times,
        (at = 0) => at,
        (gap) => (gap.from + gap.to) / 2,
      );
      const values = names.map((name) => cut(columns.read(name), orNull, () => null));
      return [time, ...values];
    },
    gaps: ({ from, to }) =>
      gapsBetween(Math.max(0, rowAt(from) - 1), Math.min(rows.length, rowAt(to) + 1)).map(
        ({ gap }) => gap,
      ),
    series() {
      descriptions ??= describe(rows, columns);
      return descriptions;
    },
    latest(name) {
      const column = columns.read(name);
      if (!column) return undefined;
      for (let row = rows.length - 1; row >= 0; row -= 1) {
        const value = column[row] ?? NaN;
        if (!Number.isNaN(value)) return { at: times[row] ?? 0, value };
      }
      return undefined;
    },
    get first() {
      return times[0];
    },
    get last() {
      return rows.at(-1);
    },
    get length() {
      return times.length;
    },
    get revision() {
      return revision;
    },
    clear() {
      revision += 1;
      columns.clear();
      rows = [];
      times = [];
      descriptions = [];
    },
  };
}

const orNull = (value = NaN): number | null => (Number.isNaN(value) ? null : value);

function isAscending(times: readonly number[], start: number): boolean {
  for (let at = start + 1; at < times.length; at += 1) {
    if ((times[at] ?? 0) <= (times[at - 1] ?? 0)) return false;
  }
  return true;
}

/** Indices in order of time; where several have the same time, only the one that came last. */
function orderOfTime(times: readonly number[]): number[] {
  const at = (index: number | undefined): number | undefined =>
    index === undefined ? undefined : times[index];
  return Array.from(times.keys())
    .sort((one, other) => (at(one) ?? 0) - (at(other) ?? 0))
    .filter((index, place, sorted) => at(index) !== at(sorted[place + 1]));
}

function gapReason(earlier: Row, later: Row): GapReason | undefined {
  const isLate = later.at - earlier.at > 1.5 * later.interval;
  if (!isLate) return undefined;
  if (earlier.run !== later.run) {
    return later.sequence === 0 ? 'collector-restarted' : 'not-received';
  }
  return later.sequence - earlier.sequence > 1 ? 'not-received' : 'ticks-missed';
}

function describe(rows: readonly Row[], columns: ValueColumns): readonly Series[] {
  const found = new Map<string, Series>();
  let table: readonly Series[] | undefined;
  for (const row of rows.toReversed()) {
    if (row.series === table) continue;
    table = row.series;
    for (const series of table) if (!found.has(series.name)) found.set(series.name, series);
  }
  return [...found.values()].filter(({ name }) => columns.has(name));
}
