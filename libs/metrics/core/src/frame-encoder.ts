import type { Frame, Series } from '@heliograph/contracts';
import { writeBase64 } from './base64.ts';
import { FrameError } from './frame-error.ts';
import { checkTable, sameTable } from './series-table.ts';
import { maxSamplesPerFrame, type Tick } from './tick.ts';
import { createValueWriter, largestScaled } from './value-code.ts';

export interface FrameEncoderOptions {
  /** Name of the machine that is measured. */
  readonly source: string;
  /** Names this run of the collector; never used again after it ends. */
  readonly epoch: string;
  /** Milliseconds from tick to tick. */
  readonly interval: number;
  /**
   * A key frame is written at least every so many frames. It is what a reader can start from, so it
   * bounds how far before a moment the history must be read. Default 10.
   */
  readonly keyFrameEvery?: number;
}

/** Writes one epoch: its frames are numbered from 0 and each builds on the one before. */
export interface FrameEncoder {
  /**
   * Writes the next frame. The values of each tick are in the order of `series`; pass the same
   * array until the table changes, then it is compared by identity only.
   *
   * @throws FrameError `ticks-invalid`, `series-invalid`, `frame-too-large`; nothing is written then
   *   and the encoder can go on.
   */
  encode(series: readonly Series[], ticks: readonly Tick[]): Frame;
  /**
   * The last frame for those who have the one before: the same, unless it is a key frame that only
   * repeats the table. Then it is one of differences, which is a fraction of the size, and whoever
   * reads either stands where the other would have brought them.
   */
  continuation(): Frame | undefined;
  /** Values so far that were recorded as missing because they exceed ±2^51 after scaling. */
  readonly outOfRange: number;
}

export function createFrameEncoder(options: FrameEncoderOptions): FrameEncoder {
  const { source, epoch, interval, keyFrameEvery = 10 } = options;
  const writer = createValueWriter();
  let sequence = 0;
  let sinceKey = 0;
  let lastAt = -1;
  let table: readonly Series[] | undefined;
  let factors = new Float64Array();
  let previous = new Float64Array();
  let outOfRange = 0;
  let last: { readonly frame: Frame; readonly repeats?: Repetition } | undefined;

  /** The nearest whole number of the series' last kept digit; `NaN` for no value. */
  function scale(value: number | null | undefined, column: number): number {
    if (value === null || value === undefined || !Number.isFinite(value)) return NaN;
    const scaled = Math.round(value * (factors[column] ?? 1));
    if (Math.abs(scaled) > largestScaled) {
      outOfRange += 1;
      return NaN;
    }
    return scaled + 0; // turns -0 into 0
  }

  function writeTick(tick: Tick): void {
    let run = 0;
    for (let column = 0; column < previous.length; column += 1) {
      const before = previous[column] ?? NaN;
      const value = scale(tick.values[column], column);
      previous[column] = value;
      const difference = value - (Number.isNaN(before) ? 0 : before);
      if (difference === 0) {
        run += 1;
        continue;
      }
      if (run > 0) writer.run(run);
      run = 0;
      if (Number.isNaN(value)) writer.missing();
      else writer.difference(difference);
    }
    if (run > 0) writer.run(run);
  }

  function writeValues(ticks: readonly Tick[]): string {
    for (const tick of ticks) writeTick(tick);
    return writeBase64(writer.take());
  }

  return {
    encode(series, ticks) {
      const changed = !(table && sameTable(table, series));
      if (changed) checkTable(series);
      const first = checkTicks(series, ticks, interval, lastAt);

      const key = changed || sinceKey >= keyFrameEvery;
      if (changed) factors = Float64Array.from(series, ({ decimals }) => 10 ** decimals);
      const before = previous;
      if (key) {
        previous = new Float64Array(series.length);
        sinceKey = 0;
      }
      table = series;

      const frame: Frame = {
        source,
        epoch,
        sequence,
        at: first.at,
        interval,
        ticks: ticks.length,
        ...(key && { series: [...series] }),
        values: writeValues(ticks),
      };
      last = { frame, ...(key && !changed && { repeats: { before, ticks } }) };
      sequence += 1;
      sinceKey += 1;
      lastAt = first.at + (ticks.length - 1) * interval;
      return frame;
    },
    continuation() {
      if (!last?.repeats) return last?.frame;
      const { sequence: number, at, ticks } = last.frame;
      const after = { previous, outOfRange };
      previous = last.repeats.before;
      const values = writeValues(last.repeats.ticks);
      ({ previous, outOfRange } = after);
      last = { frame: { source, epoch, sequence: number, at, interval, ticks, values } };
      return last.frame;
    },
    get outOfRange() {
      return outOfRange;
    },
  };
}

/** What a key frame that repeats the table was made of. */
interface Repetition {
  /** Scaled values of the tick before. */
  readonly before: Float64Array<ArrayBuffer>;
  readonly ticks: readonly Tick[];
}

function checkTicks(
  series: readonly Series[],
  ticks: readonly Tick[],
  interval: number,
  lastAt: number,
): Tick {
  const first = ticks[0];
  if (!first) throw new FrameError('ticks-invalid', 'A frame holds at least one tick');
  if (first.at <= lastAt) {
    throw new FrameError('ticks-invalid', `The tick at ${first.at} does not follow ${lastAt}`);
  }
  if (ticks.length * series.length > maxSamplesPerFrame) {
    throw new FrameError(
      'frame-too-large',
      `A frame holds at most ${maxSamplesPerFrame} samples, not ${ticks.length * series.length}`,
    );
  }
  ticks.forEach((tick, index) => {
    if (tick.values.length !== series.length) {
      throw new FrameError(
        'ticks-invalid',
        `The tick at ${tick.at} has ${tick.values.length} values for ${series.length} series`,
      );
    }
    if (tick.at !== first.at + index * interval) {
      throw new FrameError(
        'ticks-invalid',
        `The tick at ${tick.at} is not ${index} intervals after the frame's first; ticks after a missed one start a new frame`,
      );
    }
  });
  return first;
}
