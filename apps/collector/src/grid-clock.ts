import { tickAfter, tickAtOrBefore, ticksBetween } from '@heliograph/metrics-core';

/** A tick that is due. */
export interface DueTick {
  /** Unix milliseconds, on the grid. */
  readonly at: number;
  /** Ticks before it for which the program was too late. */
  readonly missed: number;
  /** The system's clock was set back, so this tick's time may have been there before. */
  readonly isSetBack: boolean;
}

export interface GridClockOptions {
  /** Milliseconds from tick to tick. */
  readonly interval: number;
  readonly onTick: (tick: DueTick) => void;
  /** Unix milliseconds. */
  readonly now?: () => number;
  /** Calls back once after so many milliseconds; the answer prevents that. */
  readonly schedule?: (callback: () => void, milliseconds: number) => () => void;
}

export interface GridClock {
  stop(): void;
}

/** So that the first tick has a measured time before it that is not a blink. */
const shortestStart = 0.25;

/**
 * Ticks on the grid of the system's clock, without drift: each wait ends at a tick's time, not an
 * interval after the last one. A tick for which it is too late is left out and counted.
 */
export function startGridClock(options: GridClockOptions): GridClock {
  const { interval, onTick, now = Date.now, schedule = scheduleTimer } = options;
  let due = tickAfter(now() + shortestStart * interval, interval);
  let isSetBack = false;
  let cancel = () => {};

  function arm(): void {
    cancel = schedule(wake, Math.max(0, due - now()));
  }

  function wake(): void {
    const time = now();
    if (time < due) {
      // Timers may come a moment early. Much too early is a clock that was set back.
      if (due - time > 2 * interval) {
        due = tickAfter(time, interval);
        isSetBack = true;
      }
      arm();
      return;
    }
    const at = tickAtOrBefore(time, interval);
    const missed = at > due ? ticksBetween(due, at, interval) + 1 : 0;
    const tick = { at, missed, isSetBack };
    due = at + interval;
    isSetBack = false;
    arm();
    onTick(tick);
  }

  arm();
  return { stop: () => cancel() };
}

function scheduleTimer(callback: () => void, milliseconds: number): () => void {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
}
