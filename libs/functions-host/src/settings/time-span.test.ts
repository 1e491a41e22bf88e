import { describe, expect, it } from 'vitest';
import { parseTimeSpan } from './time-span.ts';

describe(parseTimeSpan, () => {
  it.for<[string, number | undefined]>([
    ['00:05:00', 300_000],
    ['1.02:03:04.5', 93_784_500],
    ['-1', Infinity],
    ['24:00:00', undefined],
    ['00:60:00', undefined],
    ['5', undefined],
    ['', undefined],
  ])('reads %s as %d milliseconds', ([text, ms]) => {
    expect(parseTimeSpan(text)).toBe(ms);
  });
});
