/** Bounds of the wait between two tries, in milliseconds. */
export interface RetryDelays {
  readonly first: number;
  readonly longest: number;
}

/**
 * How long to wait after so many failures in a row: doubled each time up to the longest, and a random
 * part of the upper half, so that clients which lost the same service do not return in one moment.
 *
 * @param failures from 1
 * @param random from 0 to below 1
 */
export function retryDelay(
  failures: number,
  random: number,
  { first, longest }: RetryDelays,
): number {
  const ceiling = Math.min(longest, first * 2 ** Math.min(failures - 1, 30));
  return Math.round(ceiling * (0.5 + random / 2));
}
