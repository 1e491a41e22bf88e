/** Turns counters that only grow into rates per second. */
export interface RateMeter {
  /**
   * The rate since the counter's last reading; `null` at its first, and when it was reset. A counter
   * that was not read anew since keeps its rate.
   *
   * @param readAt when the counter was read, in milliseconds of a clock that is never set back
   */
  measure(name: string, counter: number, readAt: number): number | null;
  /** Forgets the counters that were not measured since the last call. */
  forgetAbsent(): void;
}

interface Reading {
  readonly counter: number;
  readonly readAt: number;
  readonly rate: number | null;
}

export function createRateMeter(): RateMeter {
  let previous = new Map<string, Reading>();
  let current = new Map<string, Reading>();

  return {
    measure(name, counter, readAt) {
      const last = previous.get(name);
      const reading =
        last?.readAt === readAt
          ? last
          : { counter, readAt, rate: rateSince(last, counter, readAt) };
      current.set(name, reading);
      return reading.rate;
    },
    forgetAbsent() {
      previous = current;
      current = new Map();
    },
  };
}

function rateSince(last: Reading | undefined, counter: number, readAt: number): number | null {
  if (!last || counter < last.counter || readAt < last.readAt) return null;
  return ((counter - last.counter) * 1000) / (readAt - last.readAt);
}
