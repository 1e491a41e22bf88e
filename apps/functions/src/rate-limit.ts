export interface RateLimitOptions {
  /** How many are let through in each window. */
  readonly limit: number;
  /** Length of a window in milliseconds. */
  readonly window: number;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Most people remembered at a time; the one who was idle longest is forgotten first. */
  readonly capacity?: number;
}

export interface RateLimit {
  /** Counts one; `false` when it is one too many. */
  take(person: string): boolean;
}

interface Window {
  readonly startedAt: number;
  count: number;
}

/** Limits what one person may do. Counted in this process: each instance of the app has its own. */
export function createRateLimit(options: RateLimitOptions): RateLimit {
  const { limit, window, now, capacity = 10_000 } = options;
  const windows = new Map<string, Window>();

  return {
    take(person) {
      const known = windows.get(person);
      const current =
        known && now() - known.startedAt < window ? known : { startedAt: now(), count: 0 };
      current.count += 1;
      // Written anew each time, so that the map's first entry is the one idle longest.
      windows.delete(person);
      windows.set(person, current);
      const [idle] = windows.keys();
      if (windows.size > capacity && idle !== undefined) windows.delete(idle);
      return current.count <= limit;
    },
  };
}
