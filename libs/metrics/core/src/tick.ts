import type { Series } from '@heliograph/contracts';

/** One point in time with a value, or none, for each series of a table, in the table's order. */
export interface Tick {
  /** Unix milliseconds, on the grid. */
  readonly at: number;
  readonly values: readonly (number | null)[];
}

/** A tick as read from a frame. */
export interface DecodedTick {
  /** Unix milliseconds, on the grid. */
  readonly at: number;
  /** In the order of the series table; `NaN` where there is no value. */
  readonly values: Float64Array;
}

/** Where a chain of frames stands: what the next frame's differences start from. */
export interface FrameState {
  readonly source: string;
  readonly epoch: string;
  readonly sequence: number;
  readonly series: readonly Series[];
  /** Time of the last tick, Unix milliseconds. */
  readonly at: number;
  /** Scaled values of the last tick; `NaN` where there was none. */
  readonly scaled: Float64Array;
}

/** Most samples, ticks times series, in one frame: bounds what a short frame full of runs can unfold to. */
export const maxSamplesPerFrame = 250_000;
