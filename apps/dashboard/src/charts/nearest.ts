/**
 * Index of the time nearest to `at` in ascending `times`, or `undefined` when none is within
 * `reach` milliseconds.
 */
export function nearestIndex(
  times: ArrayLike<number>,
  at: number,
  reach: number,
): number | undefined {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  const after = distance(times[low], at);
  const before = distance(times[low - 1], at);
  const nearest = before <= after ? low - 1 : low;
  return Math.min(before, after) <= reach ? nearest : undefined;
}

const distance = (time: number | undefined, at: number): number =>
  time === undefined ? Infinity : Math.abs(time - at);
