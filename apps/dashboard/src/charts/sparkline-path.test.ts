import { describe, expect, it } from 'vitest';
import { sparklinePath } from './sparkline-path.ts';

const size = { width: 100, height: 20 };

describe(sparklinePath, () => {
  it('spreads values over the width, larger ones higher', () => {
    expect(sparklinePath([0, 50, 100], size, [0, 100])).toBe('M0.0 20.0L50.0 10.0L100.0 0.0');
  });

  it('starts anew after a missing value', () => {
    expect(sparklinePath([0, null, 100], size, [0, 100])).toBe('M0.0 20.0M100.0 0.0');
  });

  it('is empty without values and flat without a range', () => {
    expect(sparklinePath([], size, [0, 0])).toBe('');
    expect(sparklinePath([0, 0], size, [0, 0])).toBe('M0.0 20.0L100.0 20.0');
  });
});
