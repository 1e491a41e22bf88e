/** The last tick of the grid at or before `time`. Both in Unix milliseconds. */
export function tickAtOrBefore(time: number, interval: number): number {
  return Math.floor(time / interval) * interval;
}

/** The first tick of the grid after `time`. */
export function tickAfter(time: number, interval: number): number {
  return tickAtOrBefore(time, interval) + interval;
}

/** How many ticks of the grid lie strictly between two ticks. */
export function ticksBetween(earlier: number, later: number, interval: number): number {
  return Math.max(0, Math.round((later - earlier) / interval) - 1);
}
