import { describe, expect, it } from 'vitest';
import { axisRange } from './axis-range.ts';

describe(axisRange, () => {
  it('spans percent from 0 to 100, however little of it is used', () => {
    expect(axisRange('percent', 2, 7)).toEqual([0, 100]);
    expect(axisRange('percent', null, null)).toEqual([0, 100]);
  });

  it('follows percent beyond 100', () => {
    const [low, high] = axisRange('percent', 0, 340);

    expect(low).toBe(0);
    expect(high).toBeGreaterThanOrEqual(340);
  });

  it('starts at zero and leaves room above the largest value', () => {
    const [low, high] = axisRange('bytes/s', 4000, 10_000);

    expect(low).toBe(0);
    expect(high).toBeGreaterThan(10_000);
  });

  it('stands still while its largest value moves a little', () => {
    const tops = Array.from({ length: 1000 }, (_, at) => axisRange('count', 0, 1000 + at)[1]);

    expect(new Set(tops).size).toBeLessThan(11);
    tops.forEach((top, at) => {
      expect(top / (1000 + at)).toBeGreaterThanOrEqual(1.04);
      expect(top / (1000 + at)).toBeLessThan(1.14);
    });
  });

  it('shows negative values', () => {
    const [low, high] = axisRange('count', -20, -5);

    expect(low).toBeLessThan(-20);
    expect(high).toBe(0);
  });

  it('has a height when every value is zero', () => {
    const [low, high] = axisRange('bytes/s', 0, 0);

    expect(high).toBeGreaterThan(low);
  });
});
