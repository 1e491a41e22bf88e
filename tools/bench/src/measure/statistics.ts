/** The middle of a set of measurements, and how far they reach. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** @throws RangeError for an empty set. */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new RangeError('There is no median of nothing');
  const sorted = values.toSorted((one, other) => one - other);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  const last = sorted.length - 1;
  return {
    median: (at(Math.floor(last / 2)) + at(Math.ceil(last / 2))) / 2,
    min: at(0),
    max: at(last),
  };
}

/**
 * How many times more `ours` is than `theirs`, round by round: what disturbs a shared machine lasts
 * longer than a round, so it disturbs both and leaves their ratio alone.
 *
 * @throws RangeError unless both have the same rounds, and at least one.
 */
export function ratioOf(ours: readonly number[], theirs: readonly number[]): Spread {
  if (ours.length !== theirs.length)
    throw new RangeError('Ratios need the same rounds on both sides');
  return spreadOf(ours.map((value, round) => value / (theirs[round] ?? Number.NaN)));
}

/**
 * The value below which the fraction lies, by the nearest rank.
 *
 * @param sorted Ascending, not empty.
 * @param fraction From 0 to 1.
 */
export function quantile(sorted: ArrayLike<number>, fraction: number): number {
  const rank = Math.max(1, Math.ceil(fraction * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}

/** The order in which contenders take their turns: each round begins with the next one. */
export function rotated<Item>(items: readonly Item[], round: number): Item[] {
  const start = items.length === 0 ? 0 : round % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
