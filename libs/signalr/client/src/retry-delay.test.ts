import { describe, expect, it } from 'vitest';
import { retryDelay } from './retry-delay.ts';

const delays = { first: 300, longest: 15_000 };

describe(retryDelay, () => {
  it.for([
    [1, 0, 150],
    [1, 0.999, 300],
    [2, 0, 300],
    [4, 0.5, 1800],
    [7, 0, 7500],
    [7, 0.999, 14_993],
    [10_000, 0.999, 14_993],
  ] as const)(
    'after %i failures and for the random number %d waits %i ms',
    ([failures, random, ms]) => {
      expect(retryDelay(failures, random, delays)).toBe(ms);
    },
  );
});
