import { describe, expect, it } from 'vitest';
import { tickAfter, tickAtOrBefore, ticksBetween } from './grid.ts';

describe(tickAfter, () => {
  it('is later than the time, also when that is on the grid', () => {
    expect(tickAfter(4999, 1000)).toBe(5000);
    expect(tickAfter(5000, 1000)).toBe(6000);
  });
});

describe(tickAtOrBefore, () => {
  it('is the time itself when that is on the grid', () => {
    expect(tickAtOrBefore(5000, 1000)).toBe(5000);
    expect(tickAtOrBefore(5999, 1000)).toBe(5000);
  });
});

describe(ticksBetween, () => {
  it('counts the ticks that were left out', () => {
    expect(ticksBetween(5000, 6000, 1000)).toBe(0);
    expect(ticksBetween(5000, 9000, 1000)).toBe(3);
    expect(ticksBetween(5000, 5000, 1000)).toBe(0);
  });
});
