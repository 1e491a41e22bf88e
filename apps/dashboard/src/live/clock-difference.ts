/**
 * How far the collector's clock is from this one, told from when its live ticks arrive. A tick that
 * takes a moment to arrive is latency, which is worth showing. One that seems to arrive before it
 * was stamped, or long after while others keep its pace, tells of clocks that differ.
 */
export interface ClockDifference {
  /** A live tick stamped `at` arrived at `now`, both in Unix milliseconds. */
  observe(at: number, now: number): void;
  /** Milliseconds to take off this clock to get the collector's; 0 while they seem to agree. */
  value(): number;
}

/** Newest arrivals looked at; the fastest of them says most. */
const arrivals = 30;
/** More than this is not latency of a connection that works. */
const longestLatencyMs = 2_000;

export function createClockDifference(): ClockDifference {
  const transits: number[] = [];
  return {
    observe(at, now) {
      transits.push(now - at);
      if (transits.length > arrivals) transits.shift();
    },
    value() {
      if (transits.length === 0) return 0;
      const fastest = Math.min(...transits);
      return fastest >= 0 && fastest <= longestLatencyMs ? 0 : fastest;
    },
  };
}
