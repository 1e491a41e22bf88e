import { describe, expect, it } from 'vitest';
import { quantile, ratioOf, rotated, spreadOf } from './statistics.ts';

describe(spreadOf, () => {
  it('takes the middle of an odd number of values, whatever their order', () => {
    expect(spreadOf([9, 1, 10])).toEqual({ median: 9, min: 1, max: 10 });
  });

  it('takes the mean of the two in the middle of an even number', () => {
    expect(spreadOf([4, 1, 2, 100])).toEqual({ median: 3, min: 1, max: 100 });
  });

  it('refuses an empty set', () => {
    expect(() => spreadOf([])).toThrow(RangeError);
  });
});

describe(ratioOf, () => {
  it('compares within each round before it takes the median', () => {
    // The machine was ten times slower in the second round, for both.
    expect(ratioOf([20, 2, 30], [10, 1, 10])).toEqual({ median: 2, min: 2, max: 3 });
  });

  it('refuses rounds that have no counterpart', () => {
    expect(() => ratioOf([1, 2], [1])).toThrow(RangeError);
  });
});

describe(quantile, () => {
  const values = Float64Array.from({ length: 100 }, (_, at) => at + 1);

  it.for([
    [0, 1],
    [0.5, 50],
    [0.99, 99],
    [1, 100],
  ] as const)('finds the value of fraction %d', ([fraction, value]) => {
    expect(quantile(values, fraction)).toBe(value);
  });
});

describe(rotated, () => {
  it('lets another one begin in each round and leaves nobody out', () => {
    const names = ['a', 'b', 'c'];
    expect([0, 1, 2, 3].map((round) => rotated(names, round).join(''))).toEqual([
      'abc',
      'bca',
      'cab',
      'abc',
    ]);
  });
});
