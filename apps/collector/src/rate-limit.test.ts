import { describe, expect, it } from 'vitest';
import { createRateLimit } from './rate-limit.ts';

describe(createRateLimit, () => {
  const passed = (limit: ReturnType<typeof createRateLimit>, count: number, now: number): number =>
    Array.from({ length: count }, () => limit.take(now)).filter(Boolean).length;

  it('lets a burst through, then so many a second', () => {
    const limit = createRateLimit(5, 10);

    expect(passed(limit, 100, 0)).toBe(10);
    expect(passed(limit, 100, 1000)).toBe(5);
    expect(passed(limit, 100, 1200)).toBe(1);
  });

  it('saves up no more than a burst', () => {
    const limit = createRateLimit(5, 10);
    passed(limit, 100, 0);

    expect(passed(limit, 100, 1e9)).toBe(10);
  });

  it('is not confused by a clock that is set back', () => {
    const limit = createRateLimit(5, 1);
    limit.take(1000);

    expect(limit.take(0)).toBe(false);
    expect(limit.take(200)).toBe(true);
  });
});
