import { firstAtOrAfter } from './nearest.ts';

/** What draws; a canvas is one. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

export interface LineOptions {
  readonly times: ArrayLike<number>;
  readonly values: ArrayLike<number | null | undefined>;
  /** The stretch of time that is drawn, Unix milliseconds; the line enters and leaves it. */
  readonly from: number;
  readonly to: number;
  /** Width of a column of pixels in milliseconds. */
  readonly perColumn: number;
  readonly x: (time: number) => number;
  readonly y: (value: number) => number;
}

/**
 * Draws values over time as a line, broken where they are missing. Where many fall into one column
 * of pixels, its first, lowest, highest and last say the same. Which ones these are depends on that
 * column alone, so a line drawn piece by piece is the line drawn at once.
 */
export function traceLine(pen: Pen, options: LineOptions): void {
  const { times, values, perColumn, x, y } = options;
  // To the column's beginning, so that it is never cut short.
  const begin = Math.floor(options.from / perColumn) * perColumn;
  const start = Math.max(0, firstAtOrAfter(times, begin) - 1);
  const end = Math.min(times.length, firstAtOrAfter(times, options.to) + 1);
  let isDrawing = false;
  let column = NaN;
  let first = -1;
  let low = -1;
  let high = -1;
  let last = -1;

  const draw = (index: number): void => pen.lineTo(x(times[index] ?? 0), y(values[index] ?? 0));

  /** Draws what is outstanding of a column; its first value is drawn already. */
  const finish = (): void => {
    for (const index of low < high ? [low, high] : [high, low]) {
      if (index !== first && index !== last) draw(index);
    }
    if (last !== first) draw(last);
  };

  for (let index = start; index < end; index += 1) {
    const value = values[index];
    if (value === null || value === undefined) {
      if (isDrawing) finish();
      isDrawing = false;
      continue;
    }
    const time = times[index] ?? 0;
    const here = Math.floor(time / perColumn);
    if (isDrawing && here === column) {
      if (value < (values[low] ?? 0)) low = index;
      if (value > (values[high] ?? 0)) high = index;
      last = index;
      continue;
    }
    if (isDrawing) finish();
    else pen.moveTo(x(time), y(value));
    // Also where it begins: a value that stands alone is a dot.
    draw(index);
    isDrawing = true;
    column = here;
    first = low = high = last = index;
  }
  if (isDrawing) finish();
}

/** Draws the area between a line and the height `base`; `end` finishes it. */
export function createAreaPen(pen: Pen, base: number): Pen & { end(): void } {
  let right: number | undefined;
  const end = (): void => {
    if (right !== undefined) pen.lineTo(right, base);
    right = undefined;
  };
  return {
    moveTo(x, y) {
      end();
      pen.moveTo(x, base);
      pen.lineTo(x, y);
      right = x;
    },
    lineTo(x, y) {
      pen.lineTo(x, y);
      right = x;
    },
    end,
  };
}
