import { setTimeout as wait } from 'node:timers/promises';
import { errorText } from '../error-text.ts';
import type { Log } from '../log-entry.ts';
import type { RetryContext } from '../rpc/worker-messages.ts';
import { nextRetryDelay } from '../timer/retry-policy.ts';
import { startTimer } from '../timer/timer-runner.ts';
import { toTimerValue, type TimerOccurrence } from '../timer/timer-value.ts';
import type { Generation, TimerFunction } from './generation.ts';
import type { Invoker } from './invoke-function.ts';

/**
 * Runs timers, each one time after the other: neither a call by hand nor the new code after a change
 * runs a timer that still runs.
 */
export interface Timers {
  /** Returns the way to stop. A run under way goes on, but is not repeated. */
  start(generation: Generation): () => void;
  /** Runs a timer now. False when it is running already. */
  runNow(generation: Generation, timer: TimerFunction): boolean;
}

export interface TimersOptions {
  readonly invoker: Invoker;
  readonly log: Log;
  /** From 0 to 1. */
  readonly random?: () => number;
}

export function createTimers({ invoker, log, random = Math.random }: TimersOptions): Timers {
  /** Names of functions, over all generations of the app. */
  const running = new Set<string>();
  const stops = new WeakMap<Generation, AbortController>();

  async function run(
    generation: Generation,
    { definition }: TimerFunction,
    occurrence: TimerOccurrence,
    signal: AbortSignal,
  ): Promise<void> {
    const { name, retry: policy } = definition;
    let retry: RetryContext | undefined = policy && {
      retryCount: 0,
      maxRetryCount: policy.maxRetryCount,
    };
    running.add(name);
    try {
      for (let attempt = 1; !signal.aborted; attempt += 1) {
        try {
          await invoker.invoke(generation, {
            definition,
            triggerData: toTimerValue(occurrence),
            bindingData: {},
            ...(retry && { retry }),
          });
          return;
        } catch (reason) {
          // The invoker has logged it. Nobody waits for a timer; the next occurrence is another try.
          const delay = policy && nextRetryDelay(policy, attempt, random());
          if (retry === undefined || delay === undefined) return;
          retry = { ...retry, retryCount: attempt, exception: { message: errorText(reason) } };
          const seconds = Math.round(delay / 100) / 10;
          log({
            level: 'information',
            source: 'host',
            functionName: name,
            message: `${name} runs again in ${seconds} s (retry ${attempt})`,
          });
          await wait(delay, undefined, { signal }).catch(() => undefined);
        }
      }
    } finally {
      running.delete(name);
    }
  }

  function stopOf(generation: Generation): AbortController {
    const stop = stops.get(generation) ?? new AbortController();
    stops.set(generation, stop);
    return stop;
  }

  return {
    start(generation) {
      const stop = stopOf(generation);
      const ends = generation.timers.map((timer) =>
        startTimer({
          schedule: timer.trigger.schedule,
          runOnStartup: timer.trigger.runOnStartup,
          run: async (occurrence) => {
            const { name } = timer.definition;
            if (!running.has(name)) return run(generation, timer, occurrence, stop.signal);
            const message = `${name} is left out this time: it is still running`;
            log({ level: 'warning', source: 'host', functionName: name, message });
          },
        }),
      );
      return () => {
        stop.abort();
        for (const end of ends) end();
      };
    },
    runNow(generation, timer) {
      if (running.has(timer.definition.name)) return false;
      const now = Date.now();
      const next = timer.trigger.schedule.next(now);
      const occurrence = { last: now, next, isPastDue: false };
      void run(generation, timer, occurrence, stopOf(generation).signal);
      return true;
    },
  };
}
