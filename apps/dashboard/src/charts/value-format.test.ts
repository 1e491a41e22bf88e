import { describe, expect, it } from 'vitest';
import { formatTicks, formatValue } from './value-format.ts';

describe(formatValue, () => {
  it.for([
    ['percent', 7.249, 2, '7.2%'],
    ['percent', 100, 1, '100.0%'],
    ['percent', 12, 0, '12%'],
    ['bytes', 0, 0, '0 B'],
    ['bytes', 512, 0, '512 B'],
    ['bytes', 1536, 0, '1.50 KiB'],
    ['bytes', 25_271_713_792, 0, '23.5 GiB'],
    ['bytes', 1024 ** 3 - 1, 0, '1.00 GiB'],
    ['bytes/s', 2_500_000, 0, '2.38 MiB/s'],
    ['count', 42, 2, '42.0'],
    ['count', 3, 0, '3'],
    ['count', 12_345, 0, '12,345'],
    ['count', 1_234_567, 0, '1.23 M'],
    ['count/s', 17, 0, '17/s'],
    ['seconds', 0.0123, 4, '12.3 ms'],
    ['seconds', 0.000_4, 6, '400 µs'],
    ['seconds', 2.5, 1, '2.5 s'],
  ] as const)('writes %s %d with %d decimals as %s', ([unit, value, decimals, text]) => {
    expect(formatValue(value, { unit, decimals })).toBe(text);
  });

  it('writes a dash where there is no value', () => {
    for (const missing of [null, undefined, NaN, Infinity]) {
      expect(formatValue(missing, { unit: 'bytes', decimals: 0 })).toBe('–');
    }
  });

  it('never writes a negative zero', () => {
    expect(formatValue(-0.001, { unit: 'percent', decimals: 1 })).toBe('0.0%');
  });
});

describe(formatTicks, () => {
  it('writes all ticks of an axis in one magnitude', () => {
    const mebibyte = 1024 ** 2;

    expect(formatTicks([0, 512 * 1024, mebibyte, 1.5 * mebibyte], 'bytes/s')).toEqual([
      '0',
      '0.5 MiB/s',
      '1.0 MiB/s',
      '1.5 MiB/s',
    ]);
  });

  it('writes whole percents without decimals', () => {
    expect(formatTicks([0, 25, 50, 75, 100], 'percent')).toEqual([
      '0',
      '25%',
      '50%',
      '75%',
      '100%',
    ]);
  });
});
