import { describe, expect, it } from 'vitest';
import { createRateLimit } from './rate-limit.ts';

describe(createRateLimit, () => {
  it('lets each person take as many as the window allows, and again in the next one', () => {
    let now = 0;
    const limit = createRateLimit({ limit: 2, window: 1000, now: () => now });
    const takes = (person: string) => [1, 2, 3].map(() => limit.take(person));

    expect(takes('ada')).toEqual([true, true, false]);
    expect(takes('oscar')).toEqual([true, true, false]);
    now = 999;
    expect(limit.take('ada')).toBe(false);
    now = 1000;
    expect(takes('ada')).toEqual([true, true, false]);
  });

  it('forgets who was idle longest, never who is at it', () => {
    const limit = createRateLimit({ limit: 1, window: 1000, now: () => 0, capacity: 2 });
    limit.take('ada');
    limit.take('oscar');
    limit.take('ada');
    limit.take('viola');

    expect(limit.take('ada')).toBe(false);
    expect(limit.take('oscar')).toBe(true);
  });
});
