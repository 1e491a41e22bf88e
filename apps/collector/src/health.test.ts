import { describe, expect, it } from 'vitest';
import { statusOf } from './health.ts';

describe(statusOf, () => {
  it('is starting until the first tick is in the history', () => {
    expect(statusOf(null, 99_999)).toBe('starting');
  });

  it('is ok while ticks come, and failing when they do not', () => {
    expect(statusOf({ at: 0, sequence: 0 }, 10_000)).toBe('ok');
    expect(statusOf({ at: 0, sequence: 0 }, 10_001)).toBe('failing');
  });
});
