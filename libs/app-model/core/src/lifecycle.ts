/**
 * The life of one resource that runs as a process: a pure reducer from a state and an event to the
 * next state and what to do about it. Whoever owns processes and timers carries the effects out.
 *
 *   waiting ──► starting ──► running ◄──► unhealthy
 *                 │  ▲          │             │
 *                 │  └─ exited ◄┴─────────────┘        (any) ─► stopping ──► stopped
 *                 ▼
 *            failed-to-start            failed-to-start, exited, stopped ─ start ─► waiting
 *
 * A resource that ends by itself before it was ever healthy has said why, and trying again would
 * only say it again: it failed to start. One that was killed, or was healthy once, is started
 * again after a pause that grows as long as it does not stay up.
 */

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: string | null;
}

export type ResourceStatus =
  | { readonly state: 'waiting'; readonly waitingFor: readonly string[] }
  | { readonly state: 'starting' }
  | { readonly state: 'running'; readonly healthySince: number }
  | { readonly state: 'unhealthy'; readonly reason: string }
  | { readonly state: 'exited'; readonly ending: Ending; readonly restartIn: number }
  | { readonly state: 'failed-to-start'; readonly reason: string }
  | { readonly state: 'stopping' }
  | { readonly state: 'stopped' };

export type ResourceState = ResourceStatus['state'];

export interface Lifecycle {
  readonly status: ResourceStatus;
  /** How often its process was started. */
  readonly starts: number;
  /** It was healthy at least once. */
  readonly wasHealthy: boolean;
  /** Endings in a row without staying up in between; decides the pause before the next start. */
  readonly setbacks: number;
  /** Probes that failed in a row while it was up. */
  readonly failedProbes: number;
}

/** Times are milliseconds. */
export interface LifecyclePolicy {
  /** Pause before the first restart; doubles with each setback. */
  readonly firstPause: number;
  readonly longestPause: number;
  /** Being healthy this long wipes out earlier setbacks. */
  readonly stableAfter: number;
  /** Failed probes in a row that make a running resource unhealthy: one alone may be a hiccup. */
  readonly probesToUnhealthy: number;
}

export const defaultPolicy: LifecyclePolicy = {
  firstPause: 1_000,
  longestPause: 30_000,
  stableAfter: 30_000,
  probesToUnhealthy: 3,
};

export type LifecycleEvent =
  /** What this resource still waits for; empty when everything is there. */
  | { readonly type: 'awaiting'; readonly others: readonly string[] }
  | { readonly type: 'probe-succeeded'; readonly at: number }
  | { readonly type: 'probe-failed'; readonly reason: string }
  /** It was up for as long as a start may take, and never healthy. */
  | { readonly type: 'start-timed-out'; readonly reason: string }
  | { readonly type: 'spawn-failed'; readonly reason: string }
  | { readonly type: 'ended'; readonly ending: Ending; readonly at: number }
  | { readonly type: 'restart-due' }
  | { readonly type: 'stop' }
  /** A person wants it to run; what came before does not count any more. */
  | { readonly type: 'start' };

export type LifecycleEffect =
  | { readonly type: 'spawn' }
  /** Ask the process to end, and make it if it does not. */
  | { readonly type: 'terminate' }
  | { readonly type: 'schedule-restart'; readonly after: number };

export interface LifecycleStep {
  readonly lifecycle: Lifecycle;
  readonly effects: readonly LifecycleEffect[];
}

export const initialLifecycle: Lifecycle = {
  status: { state: 'waiting', waitingFor: [] },
  starts: 0,
  wasHealthy: false,
  setbacks: 0,
  failedProbes: 0,
};

/** An event that means nothing in the current state changes nothing: late ones are normal. */
export function reduceLifecycle(
  lifecycle: Lifecycle,
  event: LifecycleEvent,
  policy: LifecyclePolicy = defaultPolicy,
): LifecycleStep {
  const { status } = lifecycle;
  const stay: LifecycleStep = { lifecycle, effects: [] };
  const isUp = status.state === 'running' || status.state === 'unhealthy';

  switch (event.type) {
    case 'awaiting':
      if (status.state !== 'waiting') return stay;
      if (event.others.length === 0) return start(lifecycle);
      return enter(lifecycle, { state: 'waiting', waitingFor: event.others });

    case 'probe-succeeded':
      if (status.state === 'running')
        return { lifecycle: { ...lifecycle, failedProbes: 0 }, effects: [] };
      if (status.state !== 'starting' && status.state !== 'unhealthy') return stay;
      return enter(
        { ...lifecycle, wasHealthy: true, failedProbes: 0 },
        { state: 'running', healthySince: event.at },
      );

    case 'probe-failed': {
      if (status.state !== 'running') return stay;
      const failedProbes = lifecycle.failedProbes + 1;
      const counted = { ...lifecycle, failedProbes };
      return failedProbes < policy.probesToUnhealthy
        ? { lifecycle: counted, effects: [] }
        : enter(counted, { state: 'unhealthy', reason: event.reason });
    }

    case 'start-timed-out':
      if (status.state !== 'starting') return stay;
      // After the first time its own ending brings the restart.
      if (lifecycle.wasHealthy) return { lifecycle, effects: [{ type: 'terminate' }] };
      return enter(lifecycle, { state: 'failed-to-start', reason: event.reason }, [
        { type: 'terminate' },
      ]);

    case 'spawn-failed':
      if (status.state !== 'starting') return stay;
      return enter(lifecycle, { state: 'failed-to-start', reason: event.reason });

    case 'ended':
      if (status.state === 'stopping') return enter(lifecycle, { state: 'stopped' });
      if (status.state !== 'starting' && !isUp) return stay;
      return afterEnding(lifecycle, event.ending, event.at, policy);

    case 'restart-due':
      return status.state === 'exited' ? start(lifecycle) : stay;

    case 'stop':
      if (status.state === 'stopping' || status.state === 'stopped') return stay;
      if (status.state === 'starting' || isUp) {
        return enter(lifecycle, { state: 'stopping' }, [{ type: 'terminate' }]);
      }
      // That it failed remains the truth about it.
      if (status.state === 'failed-to-start') return stay;
      return enter(lifecycle, { state: 'stopped' });

    case 'start':
      if (!['failed-to-start', 'exited', 'stopped'].includes(status.state)) return stay;
      return enter({ ...lifecycle, setbacks: 0 }, { state: 'waiting', waitingFor: [] });
  }
}

function enter(
  lifecycle: Lifecycle,
  status: ResourceStatus,
  effects: readonly LifecycleEffect[] = [],
): LifecycleStep {
  return { lifecycle: { ...lifecycle, status }, effects };
}

function start(lifecycle: Lifecycle): LifecycleStep {
  const next = { ...lifecycle, starts: lifecycle.starts + 1, failedProbes: 0 };
  return enter(next, { state: 'starting' }, [{ type: 'spawn' }]);
}

function afterEnding(
  lifecycle: Lifecycle,
  ending: Ending,
  at: number,
  policy: LifecyclePolicy,
): LifecycleStep {
  if (!lifecycle.wasHealthy && ending.signal === null) {
    return enter(lifecycle, { state: 'failed-to-start', reason: describeEnding(ending) });
  }
  const { status } = lifecycle;
  const wasStable = status.state === 'running' && at - status.healthySince >= policy.stableAfter;
  const setbacks = wasStable ? 0 : lifecycle.setbacks;
  const restartIn = Math.min(policy.firstPause * 2 ** setbacks, policy.longestPause);
  return enter({ ...lifecycle, setbacks: setbacks + 1 }, { state: 'exited', ending, restartIn }, [
    { type: 'schedule-restart', after: restartIn },
  ]);
}

/** For people: `exit code 1`, `killed by SIGKILL`. */
export function describeEnding({ code, signal }: Ending): string {
  return signal === null ? `exit code ${code ?? 'unknown'}` : `killed by ${signal}`;
}
