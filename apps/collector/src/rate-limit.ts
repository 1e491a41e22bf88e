/** Lets through `perSecond` requests in the long run, and up to `burst` at once. */
export interface RateLimit {
  /** Whether one more may pass at `now` (milliseconds). */
  take(now: number): boolean;
}

export function createRateLimit(perSecond: number, burst: number): RateLimit {
  let tokens = burst;
  let last: number | undefined;

  return {
    take(now) {
      const passed = Math.max(0, now - (last ?? now));
      last = now;
      tokens = Math.min(burst, tokens + (passed * perSecond) / 1000);
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
