import { describe, expect, it } from 'vitest';
import {
  defaultPolicy,
  initialLifecycle,
  reduceLifecycle,
  type Ending,
  type LifecycleEffect,
  type LifecycleEvent,
} from './lifecycle.ts';

const killed: Ending = { code: null, signal: 'SIGKILL' };
const failed: Ending = { code: 1, signal: null };
const free: LifecycleEvent = { type: 'awaiting', others: [] };
const healthyAt = (at: number): LifecycleEvent => ({ type: 'probe-succeeded', at });
const endedAt = (at: number, ending: Ending): LifecycleEvent => ({ type: 'ended', ending, at });
const sick: LifecycleEvent = { type: 'probe-failed', reason: 'answers 503' };
const stop: LifecycleEvent = { type: 'stop' };
const start: LifecycleEvent = { type: 'start' };

/** Where a sequence of events leads, and what it made to be done. */
function after(...events: LifecycleEvent[]) {
  let lifecycle = initialLifecycle;
  const effects: LifecycleEffect[] = [];
  for (const event of events) {
    const step = reduceLifecycle(lifecycle, event);
    lifecycle = step.lifecycle;
    effects.push(...step.effects);
  }
  return { status: lifecycle.status, starts: lifecycle.starts, effects };
}

describe(reduceLifecycle, () => {
  it('starts once nothing is left to wait for', () => {
    expect(after({ type: 'awaiting', others: ['db'] })).toMatchObject({
      status: { state: 'waiting', waitingFor: ['db'] },
      effects: [],
    });
    expect(after({ type: 'awaiting', others: ['db'] }, free)).toMatchObject({
      status: { state: 'starting' },
      effects: [{ type: 'spawn' }],
    });
  });

  it.for([
    ['it was stopped', [free, healthyAt(0), stop, endedAt(1, killed)]],
    ['it failed to start', [free, endedAt(0, failed)]],
    ['it was due for a restart later', [free, healthyAt(0), endedAt(1, killed)]],
  ] satisfies [string, LifecycleEvent[]][])(
    'starts again when a person wants it, after %s',
    ([, events]) => {
      expect(after(...events, start).status).toEqual({ state: 'waiting', waitingFor: [] });
      expect(after(...events, start, free)).toMatchObject({
        status: { state: 'starting' },
        starts: 2,
      });
    },
  );

  it('pauses as briefly as the first time after a person started it', () => {
    const crash: LifecycleEvent[] = [healthyAt(0), endedAt(1, killed)];
    const often = [free, ...crash, { type: 'restart-due' } as const, ...crash];

    expect(after(...often).status).toMatchObject({ restartIn: 2 * defaultPolicy.firstPause });
    expect(after(...often, start, free, ...crash).status).toMatchObject({
      restartIn: defaultPolicy.firstPause,
    });
  });

  it('has nothing to start while it runs or is about to end', () => {
    expect(after(free, healthyAt(0), start).effects).toEqual([{ type: 'spawn' }]);
    expect(after(free, healthyAt(0), stop, start).status).toEqual({ state: 'stopping' });
  });

  it('does not start twice when told twice', () => {
    expect(after(free, free).effects).toEqual([{ type: 'spawn' }]);
  });

  it('runs once a probe succeeded, however many failed before', () => {
    expect(after(free, sick, sick, sick, sick, healthyAt(5)).status).toEqual({
      state: 'running',
      healthySince: 5,
    });
  });

  it('forgives single failed probes, and becomes unhealthy after several in a row', () => {
    expect(after(free, healthyAt(0), sick, sick, healthyAt(1), sick, sick).status.state).toBe(
      'running',
    );
    expect(after(free, healthyAt(0), sick, sick, sick).status).toEqual({
      state: 'unhealthy',
      reason: 'answers 503',
    });
    expect(after(free, healthyAt(0), sick, sick, sick, healthyAt(9)).status.state).toBe('running');
  });

  it('fails to start when it ends by itself before it was ever healthy', () => {
    expect(after(free, endedAt(1, failed))).toMatchObject({
      status: { state: 'failed-to-start', reason: 'exit code 1' },
      effects: [{ type: 'spawn' }],
    });
  });

  it('stays failed to start when everything is stopped', () => {
    expect(after(free, endedAt(1, failed), stop).status.state).toBe('failed-to-start');
  });

  it('starts again when it was killed from outside, even before it was healthy', () => {
    expect(after(free, endedAt(1, killed), { type: 'restart-due' })).toMatchObject({
      status: { state: 'starting' },
      starts: 2,
    });
  });

  it('starts again after it was healthy, however it ended', () => {
    const { status, effects } = after(free, healthyAt(0), endedAt(1, failed));

    expect(status).toEqual({ state: 'exited', ending: failed, restartIn: 1_000 });
    expect(effects).toContainEqual({ type: 'schedule-restart', after: 1_000 });
  });

  it('pauses twice as long each time it does not stay up, within a limit', () => {
    const fall = [endedAt(2, killed), { type: 'restart-due' } as const, healthyAt(1)];
    const many = Array.from({ length: 8 }, () => fall).flat();

    const pauses = after(free, healthyAt(0), ...many).effects.flatMap((effect) =>
      effect.type === 'schedule-restart' ? [effect.after / 1000] : [],
    );

    expect(pauses).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
  });

  it('forgets earlier setbacks after a long healthy time', () => {
    const fall = [endedAt(2, killed), { type: 'restart-due' } as const, healthyAt(2)];
    const longAfter = 2 + defaultPolicy.stableAfter;

    expect(after(free, healthyAt(0), ...fall, ...fall, endedAt(longAfter, killed)).status).toEqual({
      state: 'exited',
      ending: killed,
      restartIn: 1_000,
    });
  });

  it('ends a first start that takes too long, and gives up', () => {
    const { status, effects } = after(free, { type: 'start-timed-out', reason: 'silent' });

    expect(status).toEqual({ state: 'failed-to-start', reason: 'silent' });
    expect(effects).toContainEqual({ type: 'terminate' });
  });

  it('ends a later start that takes too long, and tries again', () => {
    const { status, effects } = after(
      free,
      healthyAt(0),
      endedAt(1, killed),
      { type: 'restart-due' },
      { type: 'start-timed-out', reason: 'silent' },
      endedAt(9, { code: null, signal: 'SIGTERM' }),
    );

    expect(status.state).toBe('exited');
    expect(effects).toContainEqual({ type: 'terminate' });
  });

  it.for([
    ['waiting', []],
    ['exited', [free, healthyAt(0), endedAt(1, killed)]],
  ] satisfies [string, LifecycleEvent[]][])(
    'is stopped at once when %s, and does not start any more',
    ([, events]) => {
      const { status, effects } = after(...events, stop, free, { type: 'restart-due' });

      expect(status.state).toBe('stopped');
      expect(effects.filter(({ type }) => type === 'terminate')).toEqual([]);
    },
  );

  it.for([
    ['starting', [free]],
    ['running', [free, healthyAt(0)]],
    ['unhealthy', [free, healthyAt(0), sick, sick, sick]],
  ] satisfies [string, LifecycleEvent[]][])('asks its process to end when %s', ([, events]) => {
    const stopping = after(...events, stop, stop);

    expect(stopping.status.state).toBe('stopping');
    expect(stopping.effects.filter(({ type }) => type === 'terminate')).toHaveLength(1);
    expect(after(...events, stop, endedAt(5, killed)).status.state).toBe('stopped');
  });
});
