import { describe, expect, it } from 'vitest';
import { nearestIndex } from './nearest.ts';

describe(nearestIndex, () => {
  const times = [1000, 2000, 3000, 10_000];

  it.for([
    [900, 0],
    [1000, 0],
    [1400, 0],
    [1600, 1],
    [3100, 2],
    [10_400, 3],
  ] as const)('finds the tick nearest to %d', ([at, index]) => {
    expect(nearestIndex(times, at, 500)).toBe(index);
  });

  it('finds nothing in a gap, beyond the ends or in nothing', () => {
    expect(nearestIndex(times, 6000, 500)).toBeUndefined();
    expect(nearestIndex(times, 100, 500)).toBeUndefined();
    expect(nearestIndex(times, 99_000, 500)).toBeUndefined();
    expect(nearestIndex([], 1000, 500)).toBeUndefined();
  });
});
