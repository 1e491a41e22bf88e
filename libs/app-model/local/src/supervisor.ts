import {
  initialLifecycle,
  reduceLifecycle,
  type Lifecycle,
  type LifecycleEffect,
  type LifecycleEvent,
  type LifecyclePolicy,
} from '@heliograph/app-model-core';
import type { ManagedProcess } from './managed-process.ts';
import type { ProbeResult } from './probe-http.ts';
import { watchHealth } from './watch-health.ts';

/** Milliseconds. */
export interface SupervisorTimes {
  /** From one probe's answer to the next probe, while starting and afterwards. */
  readonly probeWhileStarting: number;
  readonly probeWhileUp: number;
  /** How long one probe may take. */
  readonly probeTimeout: number;
  /** How long a start may take before it counts as failed. */
  readonly start: number;
  /** From the request to end until it is made to. */
  readonly stopGrace: number;
}

export interface SupervisorOptions {
  readonly policy: LifecyclePolicy;
  readonly times: SupervisorTimes;
  readonly now: () => number;
  readonly spawn: () => ManagedProcess;
  /** Asks once how it fares; absent when being started is all that can be known. */
  readonly probe: ((signal: AbortSignal) => Promise<ProbeResult>) | undefined;
  readonly onChange: (lifecycle: Lifecycle, before: Lifecycle) => void;
}

/** Carries out what the lifecycle of one resource decides: processes, probes and pauses. */
export interface Supervisor {
  lifecycle(): Lifecycle;
  pid(): number | undefined;
  dispatch(event: LifecycleEvent): void;
  /** Resolves once no process is left. */
  stop(): Promise<void>;
  /** Lets it start again, once no earlier process is left. */
  start(): Promise<void>;
  /** Stops for good: whatever start is still to come does not happen. */
  close(): Promise<void>;
  /** Makes the process end without asking. */
  kill(): void;
}

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { policy, times, now, onChange } = options;
  let lifecycle = initialLifecycle;
  let current: ManagedProcess | undefined;
  let gone: Promise<void> = Promise.resolve();
  let restart: NodeJS.Timeout | undefined;
  let watch: AbortController | undefined;
  let isClosed = false;

  const dispatch = (event: LifecycleEvent): void => {
    const before = lifecycle;
    const step = reduceLifecycle(before, event, policy);
    lifecycle = step.lifecycle;
    const { state } = lifecycle.status;
    if (state !== 'exited') clearTimeout(restart);
    if (state !== 'starting' && state !== 'running' && state !== 'unhealthy') watch?.abort();
    for (const effect of step.effects) carryOut(effect);
    if (lifecycle.status !== before.status) onChange(lifecycle, before);
  };

  const carryOut = (effect: LifecycleEffect): void => {
    switch (effect.type) {
      case 'spawn':
        spawn();
        return;
      case 'terminate':
        current?.terminate(times.stopGrace);
        return;
      case 'schedule-restart':
        restart = setTimeout(() => dispatch({ type: 'restart-due' }), effect.after);
        return;
    }
  };

  const spawn = (): void => {
    const started = options.spawn();
    current = started;
    const watching = new AbortController();
    watch = watching;
    gone = started.ended
      .then(
        (ending): LifecycleEvent => ({ type: 'ended', ending, at: now() }),
        (error: unknown): LifecycleEvent => ({
          type: 'spawn-failed',
          reason: error instanceof Error ? error.message : String(error),
        }),
      )
      .then((event) => {
        watching.abort();
        current = undefined;
        dispatch(event);
      });
    void watchOver(watching.signal);
  };

  const watchOver = async (signal: AbortSignal): Promise<void> => {
    const { probe } = options;
    if (!probe) {
      // The caller learns of the start itself before it learns that this is all there is to know.
      await Promise.resolve();
      if (!signal.aborted) dispatch({ type: 'probe-succeeded', at: now() });
      return;
    }
    const startedAt = now();
    let timedOut = false;
    const isStarting = (): boolean => lifecycle.status.state === 'starting';
    const onResult = (result: ProbeResult): void => {
      dispatch(
        result.healthy
          ? { type: 'probe-succeeded', at: now() }
          : { type: 'probe-failed', reason: result.reason },
      );
      if (result.healthy || timedOut || !isStarting()) return;
      if (now() - startedAt < times.start) return;
      timedOut = true;
      const reason = `not healthy within ${times.start / 1000} s: it ${result.reason}`;
      dispatch({ type: 'start-timed-out', reason });
    };
    const pause = (): number => (isStarting() ? times.probeWhileStarting : times.probeWhileUp);
    await watchHealth({ probe, onResult, pause }, signal);
  };

  const stop = async (): Promise<void> => {
    dispatch({ type: 'stop' });
    await gone;
  };

  return {
    lifecycle: () => lifecycle,
    pid: () => current?.pid,
    dispatch,
    stop,
    async start() {
      // One that failed to start may still be about to end, and holds its port until then.
      await gone;
      if (!isClosed) dispatch({ type: 'start' });
    },
    close() {
      isClosed = true;
      return stop();
    },
    kill: () => current?.kill(),
  };
}
