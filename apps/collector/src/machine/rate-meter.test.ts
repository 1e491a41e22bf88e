import { describe, expect, it } from 'vitest';
import { createRateMeter } from './rate-meter.ts';

describe(createRateMeter, () => {
  const measured = (...readings: (readonly [counter: number, readAt: number] | undefined)[]) => {
    const meter = createRateMeter();
    return readings.map((reading) => {
      const rate = reading && meter.measure('eth0', ...reading);
      meter.forgetAbsent();
      return rate;
    });
  };

  it('has no rate at first, then what was added per second', () => {
    expect(measured([1000, 0], [3000, 1000], [3000, 2000], [4000, 4000])).toEqual([
      null,
      2000,
      0,
      500,
    ]);
  });

  it('has no rate where a counter was reset, and goes on from there', () => {
    expect(measured([1000, 0], [10, 1000], [30, 2000])).toEqual([null, null, 20]);
  });

  it('keeps the rate of a counter that was not read anew', () => {
    expect(measured([0, 0], [500, 1000], [500, 1000], [1500, 3000])).toEqual([null, 500, 500, 500]);
  });

  it('starts anew with a counter that went and came back', () => {
    expect(measured([0, 0], undefined, [5000, 2000], [6000, 3000])).toEqual([
      null,
      undefined,
      null,
      1000,
    ]);
  });
});
