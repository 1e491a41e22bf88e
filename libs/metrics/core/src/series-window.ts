import type { Frame, Series } from '@heliograph/contracts';
import { createFrameChains } from './frame-chains.ts';
import type { FrameErrorCode } from './frame-error.ts';
import type { Gap } from './gap.ts';
import { createTickTable, type Columns, type TimeRange } from './tick-table.ts';

export interface SeriesWindowOptions {
  /** How far back from the newest tick values are kept, in milliseconds. */
  readonly length: number;
  /** Most ticks kept whatever their times. Default 40 000, one hour at 100 ms. */
  readonly maxTicks?: number;
  /** Most frames that wait for their predecessor; the oldest gives way. Default 600. */
  readonly maxWaiting?: number;
}

/** What became of the frames since the window was made. */
export interface FrameCounts {
  readonly applied: number;
  /** Came before. Normal where live frames and the history overlap. */
  readonly duplicates: number;
  /** Differences to a frame that has not come yet. */
  readonly waiting: number;
  /** Differences to a frame that was given up. A key frame or the history brings the next values. */
  readonly lost: number;
  /** Malformed. They changed nothing. */
  readonly refused: number;
}

export interface ApplyResult extends FrameCounts {
  /** Why frames were refused, each code once. */
  readonly refusals: readonly FrameErrorCode[];
}

/** The newest tick. */
export interface WindowPosition {
  readonly source: string;
  readonly epoch: string;
  readonly sequence: number;
  /** Unix milliseconds. */
  readonly at: number;
  /** Milliseconds to the next tick. */
  readonly interval: number;
}

/**
 * The last minutes of a board, put together from live frames and the history in whatever order they
 * arrive; every frame counts once.
 *
 * To join without a hole: subscribe and pass every live frame to `apply`; fetch the history of the
 * window and pass its frames to `apply`. Whenever `hole` returns a range, then or later, fetch the
 * history from its `from` on, apply it and call `settle` with its `to`: either the hole is closed
 * then, or what is missing does not exist.
 */
export interface SeriesWindow {
  apply(frames: readonly Frame[]): ApplyResult;
  /** The earliest time of which frames are known to be missing and that is not settled. */
  hole(): TimeRange | undefined;
  /**
   * Nothing more is expected for the time up to `until` (Unix milliseconds): what is missing there
   * stays a gap, and frames that wait there are dropped.
   */
  settle(until: number): void;
  /**
   * Values of the named series: times (Unix milliseconds, ascending), then one array per name.
   * Inside every gap there is a row of `null`, so that a line breaks there. An unknown name has
   * `null` throughout. The arrays are the caller's own. Without a range: the whole window.
   */
  columns(names: readonly string[], range?: TimeRange): Columns;
  /** Gaps that touch the range, in order. Without a range: the whole window. */
  gaps(range?: TimeRange): Gap[];
  /** Every series with a value in the window; the same array until that changes. */
  series(): readonly Series[];
  /** The newest value of a series, which may be older than the newest tick. */
  latest(name: string): { readonly at: number; readonly value: number } | undefined;
  position(): WindowPosition | undefined;
  counts(): FrameCounts;
  /** A number that grows whenever `columns`, `gaps` or `series` may answer differently. */
  version(): number;
  /**
   * A number that grows whenever more has changed than that ticks were added after the newest one
   * and old ones dropped: while it stays, whoever has `columns` needs only what follows them.
   */
  revision(): number;
  /** Makes the window longer or shorter. What a longer one lacks shows as a `hole`. */
  resize(length: number): void;
  clear(): void;
}

export function createSeriesWindow(options: SeriesWindowOptions): SeriesWindow {
  const { maxTicks = 40_000, maxWaiting = 600 } = options;
  const chains = createFrameChains(maxWaiting);
  const table = createTickTable();
  let { length } = options;
  let settledUntil = -1;
  let version = 0;
  let total = { applied: 0, duplicates: 0, lost: 0, refused: 0 };

  const begin = (): number => (table.last?.at ?? length) - length;
  const whole = (): TimeRange => ({ from: begin(), to: table.last?.at ?? 0 });

  /** Drops in portions, because each costs a copy of every column. */
  function trim(): void {
    const { first, length: count } = table;
    const isFull = count > maxTicks;
    const isOld = first !== undefined && begin() - first > length / 16;
    if (!isFull && !isOld) return;
    const surplus = isFull ? count - maxTicks + Math.floor(maxTicks / 16) : 0;
    const dropped = table.drop(Math.max(surplus, table.countBefore(begin())));
    const nextAt = table.first ?? 0;
    for (const [run, sequence] of dropped) chains.forget(run, sequence, nextAt);
  }

  return {
    apply(frames) {
      const read = [];
      const refusals = new Set<FrameErrorCode>();
      const result = { applied: 0, duplicates: 0, waiting: 0, lost: 0, refused: 0 };
      for (const frame of frames) {
        const added = chains.add(frame);
        for (const ticks of added.read) read.push(ticks);
        result.applied += added.read.length;
        if (added.outcome === 'duplicate') result.duplicates += 1;
        if (added.outcome === 'waiting') result.waiting += 1;
        if (added.outcome === 'lost') result.lost += 1;
        if (added.code !== undefined) {
          result.refused += 1;
          refusals.add(added.code);
        }
      }
      if (read.length > 0) {
        table.merge(read);
        trim();
        version += 1;
      }
      total = {
        applied: total.applied + result.applied,
        duplicates: total.duplicates + result.duplicates,
        lost: total.lost + result.lost,
        refused: total.refused + result.refused,
      };
      return { ...result, refusals: [...refusals] };
    },
    hole() {
      let earliest: TimeRange | undefined;
      for (const { after, before } of chains.missing()) {
        if (before <= settledUntil || before <= begin()) continue;
        const from = Math.max(after ?? table.lastBefore(before) ?? begin(), begin());
        if (!earliest || before < earliest.to) earliest = { from, to: before };
      }
      return earliest;
    },
    settle(until) {
      settledUntil = Math.max(settledUntil, until);
      chains.giveUp(until);
    },
    columns: (names, range = whole()) => table.columns(names, range),
    gaps: (range = whole()) => table.gaps(range),
    series: () => table.series(),
    latest: (name) => table.latest(name),
    position() {
      const { last } = table;
      if (!last) return undefined;
      const { at, run, sequence, interval } = last;
      return { source: run.source, epoch: run.epoch, sequence, at, interval };
    },
    counts: () => ({ ...total, waiting: chains.waiting }),
    version: () => version,
    revision: () => table.revision,
    resize(milliseconds) {
      if (milliseconds > length) settledUntil = -1;
      length = milliseconds;
      trim();
      version += 1;
    },
    clear() {
      table.clear();
      chains.clear();
      settledUntil = -1;
      version += 1;
    },
  };
}
