import { describe, expect, it } from 'vitest';
import { typedDecimals } from './typed-decimals.ts';

describe(typedDecimals, () => {
  it.for([
    ['3', 0],
    ['-3.5', 1],
    ['1.50', 2],
    ['.25', 2],
    ['1e15', 0],
    ['1.5e-3', 4],
    ['1.5e3', 0],
    ['0.00000001', 6],
    ['', 0],
  ] as const)('keeps of %s %d digits', ([text, decimals]) => {
    expect(typedDecimals(text)).toBe(decimals);
  });
});
