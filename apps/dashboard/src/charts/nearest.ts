/** Index of the first of ascending `times` at or after `at`; their number when all are before. */
export function firstAtOrAfter(times: ArrayLike<number>, at: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Index of the time nearest to `at` in ascending `times`, or `undefined` when none is within
 * `reach` milliseconds.
 */
export function nearestIndex(
  times: ArrayLike<number>,
  at: number,
  reach: number,
): number | undefined {
  const next = firstAtOrAfter(times, at);
  const after = distance(times[next], at);
  const before = distance(times[next - 1], at);
  const nearest = before <= after ? next - 1 : next;
  return Math.min(before, after) <= reach ? nearest : undefined;
}

const distance = (time: number | undefined, at: number): number =>
  time === undefined ? Infinity : Math.abs(time - at);
