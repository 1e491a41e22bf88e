const firstMs = 100;
const longestMs = 10_000;

/** How long to wait before the next attempt, after so many failures in a row. Milliseconds. */
export const restartDelay = (failures: number): number =>
  Math.min(firstMs * 2 ** Math.max(failures - 1, 0), longestMs);
