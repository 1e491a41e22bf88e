import type { Schedule } from './schedule.ts';
import type { TimerOccurrence } from './timer-value.ts';

export interface TimerOptions {
  readonly schedule: Schedule;
  readonly runOnStartup: boolean;
  /** Never runs twice at once. Its failures are its own. */
  readonly run: (occurrence: TimerOccurrence) => Promise<void>;
  /** Unix time in milliseconds. */
  readonly now?: () => number;
}

/** A timer of Node cannot be longer; a wait beyond it is made of several. */
const longestWaitMs = 2 ** 31 - 1;
/** A computer that slept, or a run that took longer than the interval. */
const lateMs = 1000;

/**
 * Runs a function whenever its schedule says so. An occurrence that comes while the function still
 * runs is left out. Returns the way to stop; a run under way goes on.
 */
export function startTimer({
  schedule,
  runOnStartup,
  run,
  now = Date.now,
}: TimerOptions): () => void {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let last: number | undefined;

  async function occur(due: number): Promise<void> {
    const began = now();
    const next = schedule.next(began);
    try {
      await run({ last, next, isPastDue: began - due > lateMs });
    } finally {
      last = began;
      if (!stopped) wait(schedule.next(now()));
    }
  }

  function wait(due: number | undefined): void {
    if (due === undefined) return;
    const ms = due - now();
    timer = setTimeout(
      () => (ms > longestWaitMs ? wait(due) : void occur(due)),
      Math.min(Math.max(ms, 0), longestWaitMs),
    );
  }

  if (runOnStartup) void occur(now());
  else wait(schedule.next(now()));
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
