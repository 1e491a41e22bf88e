import { describe, expect, it } from 'vitest';
import { formatDuration, formatMoment, formatTimeTicks } from './time-format.ts';

describe(formatDuration, () => {
  it.for([
    [-5, '0.0 s'],
    [340, '0.3 s'],
    [7_900, '7 s'],
    [119_999, '119 s'],
    [125_000, '2 min'],
    [7_200_000, '2 h'],
  ] as const)('writes %d ms as %s', ([ms, text]) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe(formatMoment, () => {
  it('gives the date only of what was on another day', () => {
    const noon = new Date(2026, 4, 17, 12, 30).getTime();

    expect(formatMoment(noon, noon + 60_000)).toMatch(/^12.30$/);
    expect(formatMoment(noon, noon + 86_400_000)).toMatch(/17/);
  });
});

describe(formatTimeTicks, () => {
  it('shows seconds only where ticks are closer than a minute', () => {
    expect(formatTimeTicks([0, 10_000])[1]).toMatch(/\d{2}.\d{2}.\d{2}/);
    expect(formatTimeTicks([0, 60_000])[1]).not.toMatch(/\d{2}.\d{2}.\d{2}/);
  });
});
