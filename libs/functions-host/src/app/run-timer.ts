import { startTimer } from '../timer/timer-runner.ts';
import { toTimerValue, type TimerOccurrence } from '../timer/timer-value.ts';
import type { Generation, TimerFunction } from './generation.ts';
import type { Invoker } from './invoke-function.ts';

/** Starts the timers of an app. Returns the way to stop them. */
export function startTimers(generation: Generation, invoker: Invoker): () => void {
  const stops = generation.timers.map((timer) =>
    startTimer({
      schedule: timer.trigger.schedule,
      runOnStartup: timer.trigger.runOnStartup,
      run: (occurrence) => runTimer(generation, invoker, timer, occurrence),
    }),
  );
  return () => {
    for (const stop of stops) stop();
  };
}

/** Runs a timer's function once. It does not fail: nobody waits for it, and the log has the reason. */
export async function runTimer(
  generation: Generation,
  invoker: Invoker,
  { definition }: TimerFunction,
  occurrence: TimerOccurrence,
): Promise<void> {
  try {
    await invoker.invoke(generation, {
      definition,
      triggerData: toTimerValue(occurrence),
      bindingData: { sys: { methodname: definition.name } },
    });
  } catch {
    // Logged by the invoker; the next occurrence is another try.
  }
}
