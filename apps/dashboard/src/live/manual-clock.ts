import type { Clock } from './clock.ts';

/** Test only: a clock that stands still until it is moved. */
export interface ManualClock extends Clock {
  /** Moves on, calling back what falls due, and lets promises settle after each. */
  advance(ms: number): Promise<void>;
}

export function createManualClock(start = 1_000_000): ManualClock {
  let now = start;
  let timers: { at: number; callback: () => void }[] = [];

  return {
    now: () => now,
    after(ms, callback) {
      const timer = { at: now + ms, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    async advance(ms) {
      const end = now + ms;
      await settle();
      for (;;) {
        const [next] = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (!next) break;
        timers = timers.filter((one) => one !== next);
        now = Math.max(now, next.at);
        next.callback();
        await settle();
      }
      now = end;
    },
  };
}

/** Promises chained a few times over settle within one turn of the event loop. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
