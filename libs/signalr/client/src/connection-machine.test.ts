import { describe, expect, it } from 'vitest';
import {
  initialMachine,
  step,
  type Machine,
  type MachineEffect,
  type MachineEvent,
  type Phase,
} from './connection-machine.ts';
import type { StateReasonCode } from './state-reason.ts';

const settings = { retryDelays: { first: 300, longest: 15_000 }, stableAfter: 10_000 };
const random = 0.5;

/** Runs events from the beginning; the last one's effects are what is looked at. */
function run(...events: MachineEvent[]): { machine: Machine; effects: readonly MachineEffect[] } {
  let machine = initialMachine(0);
  let effects: readonly MachineEffect[] = [];
  for (const event of events) ({ machine, effects } = step(machine, event, settings));
  return { machine, effects };
}

const start = (at = 1): MachineEvent => ({ type: 'start', at });
const stop = (at: number): MachineEvent => ({ type: 'stop', at });
const retry = (at: number): MachineEvent => ({ type: 'retry', at });
const wake = (at: number): MachineEvent => ({ type: 'wake', at });
const due = (at: number): MachineEvent => ({ type: 'retry-due', at });
const connected = (attemptId: number, at: number): MachineEvent => ({
  type: 'attempt-connected',
  attemptId,
  connectionId: `c${attemptId}`,
  at,
});
const failed = (attemptId: number, at: number, reason: StateReasonCode = 'backend-unreachable') =>
  ({ type: 'attempt-failed', attemptId, reason, at, random }) as const;
const closed = (attemptId: number, at: number, reason: StateReasonCode = 'connection-lost') =>
  ({ type: 'connection-closed', attemptId, reason, at, random }) as const;

describe(step, () => {
  it('attempts when started, and is live when that succeeds', () => {
    expect(run(start())).toMatchObject({
      machine: { phase: 'attempting', since: 1, reason: 'starting', wasLive: false },
      effects: [{ type: 'connect', attemptId: 1 }],
    });
    expect(run(start(), connected(1, 5))).toMatchObject({
      machine: { phase: 'live', since: 5, reason: 'connected', connectionId: 'c1', wasLive: true },
      effects: [],
    });
  });

  it('waits and tries again when the first attempt fails, for as long as it takes', () => {
    const events: MachineEvent[] = [start()];
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      const at = attempt * 100_000;
      const { machine, effects } = run(...events, failed(attempt, at));
      expect(machine.phase).toBe('waiting');
      expect(effects).toEqual([{ type: 'set-timer', at: machine.retryAt }]);
      waits.push((machine.retryAt ?? 0) - at);
      events.push(failed(attempt, at), due(at + 50_000));
    }

    expect(waits).toEqual([225, 450, 900, 1800, 3600, 7200, 11_250, 11_250, 11_250, 11_250]);
    expect(run(...events)).toMatchObject({
      machine: { phase: 'attempting', since: 1, reason: 'backend-unreachable', failures: 10 },
      effects: [{ type: 'clear-timer' }, { type: 'connect', attemptId: 11 }],
    });
  });

  it('reconnects when the connection is lost and keeps saying since when and why', () => {
    const events = [start(), connected(1, 5), closed(1, 20_000), due(20_300)];

    expect(run(...events).machine).toMatchObject({
      phase: 'attempting',
      since: 20_000,
      reason: 'connection-lost',
      wasLive: true,
      connectionId: undefined,
    });
    expect(run(...events, failed(2, 20_400, 'service-unreachable')).machine).toMatchObject({
      phase: 'waiting',
      since: 20_000,
      reason: 'service-unreachable',
    });
  });

  it('starts with short waits again only after a connection that was stable', () => {
    const failures = [start(), failed(1, 2), due(3), failed(2, 4), due(5), connected(3, 6)];

    expect(run(...failures, closed(3, 10_005)).machine.failures).toBe(3);
    expect(run(...failures, closed(3, 10_006)).machine.failures).toBe(1);
  });

  it('waits longer when it is told that there are too many connections', () => {
    expect(run(start(), failed(1, 0, 'throttled')).machine.retryAt).toBe(11_250);
  });

  it.for(['sign-in-needed', 'token-refused', 'forbidden'] as const)(
    'waits for a person, not for a timer, when the reason is %s',
    (reason) => {
      const signedOut = [start(), failed(1, 7, reason)];

      expect(run(...signedOut)).toMatchObject({
        machine: { phase: 'signed-out', since: 7, reason },
        effects: [],
      });
      expect(run(...signedOut, wake(8)).machine.phase).toBe('signed-out');
      expect(run(...signedOut, retry(9))).toMatchObject({
        machine: { phase: 'attempting', since: 9, reason: 'retrying' },
        effects: [{ type: 'connect', attemptId: 2 }],
      });
    },
  );

  it.for([retry(9), wake(9), due(9)])('ends a wait at once on $type', (event) => {
    expect(run(start(), failed(1, 7), event).effects).toEqual([
      { type: 'clear-timer' },
      { type: 'connect', attemptId: 2 },
    ]);
  });

  it.for([retry(9), wake(9), due(9), start(9)])(
    'does not disturb a connection on $type',
    (event) => {
      expect(run(start(), connected(1, 5), event)).toEqual({
        ...run(start(), connected(1, 5)),
        effects: [],
      });
      expect(run(start(), event).effects).toEqual([]);
    },
  );

  it('ignores reports of attempts that are over', () => {
    const second = [start(), failed(1, 2), due(3)];

    for (const late of [connected(1, 4), failed(1, 4), closed(1, 4)]) {
      expect(run(...second, late).machine).toEqual(run(...second).machine);
    }
  });

  it('takes an end that overtook its success for a failure', () => {
    expect(run(start(), closed(1, 2)).machine.phase).toBe('waiting');
  });

  it.for<[Phase, MachineEvent[], MachineEffect[]]>([
    ['idle', [], []],
    ['attempting', [start()], [{ type: 'disconnect', attemptId: 1 }]],
    ['waiting', [start(), failed(1, 2)], [{ type: 'clear-timer' }]],
    ['live', [start(), connected(1, 2)], [{ type: 'disconnect', attemptId: 1 }]],
    ['signed-out', [start(), failed(1, 2, 'forbidden')], []],
  ])('stops from %s and can be started again', ([phase, before, effects]) => {
    expect(run(...before).machine.phase).toBe(phase);
    const stopped = run(...before, stop(50));
    expect(stopped).toMatchObject({
      machine: { phase: 'stopped', since: 50, reason: 'stopped' },
      effects,
    });

    for (const event of [retry(60), wake(60), due(60), stop(60), connected(1, 60), failed(1, 60)]) {
      expect(run(...before, stop(50), event).machine).toEqual(stopped.machine);
    }
    expect(run(...before, stop(50), start(70)).machine).toMatchObject({
      phase: 'attempting',
      since: 70,
      failures: 0,
      wasLive: false,
    });
  });
});
