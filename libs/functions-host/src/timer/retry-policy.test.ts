import { describe, expect, it } from 'vitest';
import { nextRetryDelay, readRetryPolicy, type RetryPolicy } from './retry-policy.ts';

describe(readRetryPolicy, () => {
  it('reads both strategies', () => {
    expect(
      readRetryPolicy({
        strategy: 'fixedDelay',
        retryStrategy: 'fixedDelay',
        maxRetryCount: 4,
        delayInterval: { seconds: 10 },
      }),
    ).toEqual({ strategy: 'fixedDelay', maxRetryCount: 4, delayMs: 10_000 });
    expect(
      readRetryPolicy({
        retryStrategy: 'exponentialBackoff',
        maxRetryCount: -1,
        minimumInterval: { seconds: 1 },
        maximumInterval: { seconds: 60 },
      }),
    ).toEqual({
      strategy: 'exponentialBackoff',
      maxRetryCount: -1,
      minimumMs: 1000,
      maximumMs: 60_000,
    });
  });

  it.for<[string, object]>([
    ['retryStrategy', { retryStrategy: 'sometimes', maxRetryCount: 1 }],
    ['delayInterval', { retryStrategy: 'fixedDelay', maxRetryCount: 1 }],
    [
      'maxRetryCount',
      { retryStrategy: 'fixedDelay', maxRetryCount: -2, delayInterval: { seconds: 1 } },
    ],
    [
      'minimumInterval is longer',
      {
        retryStrategy: 'exponentialBackoff',
        maxRetryCount: 1,
        minimumInterval: { seconds: 2 },
        maximumInterval: { seconds: 1 },
      },
    ],
  ])('says that %s is wrong', ([what, options]) => {
    expect(() => readRetryPolicy(options)).toThrow(what);
  });
});

describe(nextRetryDelay, () => {
  const fixed: RetryPolicy = { strategy: 'fixedDelay', maxRetryCount: 2, delayMs: 5000 };
  const growing: RetryPolicy = {
    strategy: 'exponentialBackoff',
    maxRetryCount: -1,
    minimumMs: 1000,
    maximumMs: 30_000,
  };

  it('keeps a fixed delay until the retries are used up', () => {
    expect([1, 2, 3].map((retry) => nextRetryDelay(fixed, retry, 0.5))).toEqual([
      5000,
      5000,
      undefined,
    ]);
  });

  it('doubles a growing delay up to its bound, without end', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 1000].map((retry) => nextRetryDelay(growing, retry, 0.5));

    expect(delays).toEqual([1000, 2000, 3000, 5000, 9000, 17_000, 30_000, 30_000]);
  });

  it('spreads growing delays, so that many do not come back at once', () => {
    expect([0, 1].map((random) => nextRetryDelay(growing, 4, random))).toEqual([4200, 5800]);
  });
});
