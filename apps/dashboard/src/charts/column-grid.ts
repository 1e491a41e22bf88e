/**
 * Time cut into columns of pixels. The cuts stay where they are while time goes on, so that what was
 * drawn of a column stays right and a picture moves by whole pixels.
 */
export interface ColumnGrid {
  /** Milliseconds of one column. */
  readonly perColumn: number;
  /** The leftmost column shown; column `n` begins at `n * perColumn` Unix milliseconds. */
  readonly first: number;
  readonly count: number;
}

/** The grid of so many columns that shows a stretch of time; its right end is within the last one. */
export function columnGrid([from, to]: readonly [number, number], count: number): ColumnGrid {
  // Rounded, because the difference of two large fractions is not the same from call to call.
  const perColumn = Math.max(1, Math.round(to - from)) / count;
  return { perColumn, first: Math.ceil(to / perColumn) - count, count };
}

/**
 * First and last moment of a grid, Unix milliseconds; whole ones, because the ticks of an axis count
 * on from there, and a tick a fraction before a minute would be labelled with the minute before.
 */
export const gridSpan = ({ perColumn, first, count }: ColumnGrid): [number, number] => [
  Math.round(first * perColumn),
  Math.round((first + count) * perColumn),
];

/** Columns from `from` up to, but without, `to`. */
export interface ColumnRange {
  readonly from: number;
  readonly to: number;
}

/**
 * What must be drawn of `next` when `drawn` is there already and its values have changed from
 * `changedFrom` on (Unix milliseconds). A line's end reaches `reach` columns beyond its value.
 */
export function columnsToDraw(
  drawn: ColumnGrid | undefined,
  next: ColumnGrid,
  changedFrom: number,
  reach: number,
): ColumnRange {
  const to = next.first + next.count;
  const whole = { from: next.first, to };
  if (drawn?.count !== next.count || drawn.perColumn !== next.perColumn) return whole;
  if (next.first < drawn.first) return whole;
  const changed = Math.floor(changedFrom / next.perColumn) - reach;
  return { from: Math.max(next.first, Math.min(to, drawn.first + drawn.count, changed)), to };
}

/** A run of columns within a canvas that holds `count` of them, each at its number modulo `count`. */
export interface RingPiece extends ColumnRange {
  /** Where it begins on the canvas. */
  readonly left: number;
}

/** The one or two pieces in which a range of at most `count` columns lies on such a canvas. */
export function ringPieces({ from, to }: ColumnRange, count: number): RingPiece[] {
  if (from >= to) return [];
  const left = ((from % count) + count) % count;
  const seam = Math.min(to, from + count - left);
  const first = { from, to: seam, left };
  return seam < to ? [first, { from: seam, to, left: 0 }] : [first];
}
