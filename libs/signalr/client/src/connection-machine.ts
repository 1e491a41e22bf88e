/**
 * The life of a client's connection, as a state machine without clock, randomness or sockets.
 *
 * ```text
 *   idle ──start──► attempting ──connected──► live
 *                    ▲  │  │                   │
 *        retry is due│  │  └─sign-in needed──┐ │ closed
 *                    │  ▼ failed             ▼ │
 *                   waiting ◄────────────────┼─┘      signed-out ──retry──► attempting
 *   every phase ──stop──► stopped ──start──► attempting
 * ```
 *
 * It never gives up: a failed first attempt waits and tries again like any other. Only a missing or
 * refused sign-in waits for a person. Events of attempts that are over are ignored, because each
 * attempt has an id and only the newest one counts. A phase that does not list an event ignores it.
 *
 * Time is Unix time in milliseconds.
 */
import { retryDelay, type RetryDelays } from './retry-delay.ts';
import { needsSignIn, type Refusal, type StateReasonCode } from './state-reason.ts';

export type Phase = 'idle' | 'attempting' | 'waiting' | 'live' | 'signed-out' | 'stopped';

export interface Machine {
  readonly phase: Phase;
  /** When the state that people see began; attempts and waits between them are one such state. */
  readonly since: number;
  readonly reason: StateReasonCode;
  /** The backend's words for it, if it had any. */
  readonly refusal?: Refusal | undefined;
  /** Of the newest attempt; from 1. */
  readonly attemptId: number;
  /** Attempts that failed since the connection was last stable. */
  readonly failures: number;
  /** Whether there was a connection since the start, so that the next one is a reconnect. */
  readonly wasLive: boolean;
  readonly connectionId?: string | undefined;
  /** In `waiting` only. */
  readonly retryAt?: number | undefined;
}

export type MachineEvent = { readonly at: number } & (
  | { readonly type: 'start' }
  | { readonly type: 'stop' }
  /** A person asks for another try, or signed in. */
  | { readonly type: 'retry' }
  /** The device is online again, or the page is looked at again. */
  | { readonly type: 'wake' }
  | { readonly type: 'retry-due' }
  | {
      readonly type: 'attempt-connected';
      readonly attemptId: number;
      readonly connectionId: string | undefined;
    }
  | {
      readonly type: 'attempt-failed' | 'connection-closed';
      readonly attemptId: number;
      readonly reason: StateReasonCode;
      readonly refusal?: Refusal | undefined;
      /** From 0 to below 1. */
      readonly random: number;
    }
);

export type MachineEffect =
  | { readonly type: 'connect'; readonly attemptId: number }
  | { readonly type: 'disconnect'; readonly attemptId: number }
  | { readonly type: 'set-timer'; readonly at: number }
  | { readonly type: 'clear-timer' };

export interface MachineSettings {
  readonly retryDelays: RetryDelays;
  /** A connection that lasted so many milliseconds was stable; the waits start small again. */
  readonly stableAfter: number;
}

export interface Step {
  readonly machine: Machine;
  readonly effects: readonly MachineEffect[];
}

type Transition<Type extends MachineEvent['type']> = (
  machine: Machine,
  event: Extract<MachineEvent, { readonly type: Type }>,
  settings: MachineSettings,
) => Step;

type Transitions = { readonly [Type in MachineEvent['type']]?: Transition<Type> };

export const initialMachine = (at: number): Machine => ({
  phase: 'idle',
  since: at,
  reason: 'created',
  attemptId: 0,
  failures: 0,
  wasLive: false,
});

const transitions: Readonly<Record<Phase, Transitions>> = {
  idle: { start, stop },
  attempting: {
    stop,
    'attempt-connected': connected,
    'attempt-failed': failed,
    // A connection can end before its success was told.
    'connection-closed': failed,
  },
  waiting: { stop, retry: attemptAgain, wake: attemptAgain, 'retry-due': attemptAgain },
  live: { stop, 'connection-closed': closed },
  'signed-out': { stop, retry: signedIn },
  stopped: { start },
};

/** What follows from an event: the next machine, and what is to be done outside, in this order. */
export function step(machine: Machine, event: MachineEvent, settings: MachineSettings): Step {
  if ('attemptId' in event && event.attemptId !== machine.attemptId)
    return { machine, effects: [] };
  const transition = transitions[machine.phase][event.type] as
    Transition<typeof event.type> | undefined;
  return transition?.(machine, event as never, settings) ?? { machine, effects: [] };
}

function start(machine: Machine, { at }: { readonly at: number }): Step {
  return attempt({
    ...machine,
    since: at,
    reason: 'starting',
    refusal: undefined,
    failures: 0,
    wasLive: false,
  });
}

function stop(machine: Machine, { at }: { readonly at: number }): Step {
  const { phase, attemptId } = machine;
  const ending: readonly MachineEffect[] =
    phase === 'attempting' || phase === 'live'
      ? [{ type: 'disconnect', attemptId }]
      : phase === 'waiting'
        ? [{ type: 'clear-timer' }]
        : [];
  return {
    machine: {
      ...machine,
      phase: 'stopped',
      since: at,
      reason: 'stopped',
      refusal: undefined,
      connectionId: undefined,
      retryAt: undefined,
    },
    effects: ending,
  };
}

function attempt(machine: Machine): Step {
  const attemptId = machine.attemptId + 1;
  return {
    machine: { ...machine, phase: 'attempting', attemptId, retryAt: undefined },
    effects: [{ type: 'connect', attemptId }],
  };
}

function attemptAgain(machine: Machine): Step {
  const next = attempt(machine);
  return { ...next, effects: [{ type: 'clear-timer' }, ...next.effects] };
}

function signedIn(machine: Machine, { at }: { readonly at: number }): Step {
  return attempt({ ...machine, since: at, reason: 'retrying', refusal: undefined, failures: 0 });
}

function connected(
  machine: Machine,
  { at, connectionId }: Extract<MachineEvent, { readonly type: 'attempt-connected' }>,
): Step {
  return {
    machine: {
      ...machine,
      phase: 'live',
      since: at,
      reason: 'connected',
      refusal: undefined,
      connectionId,
      wasLive: true,
    },
    effects: [],
  };
}

function failed(
  machine: Machine,
  { at, reason, refusal, random }: FailureEvent,
  { retryDelays }: MachineSettings,
): Step {
  if (needsSignIn(reason)) {
    return {
      machine: { ...machine, phase: 'signed-out', since: at, reason, refusal },
      effects: [],
    };
  }
  const failures = machine.failures + 1;
  // A throttled client that hurries makes it worse for everybody.
  const delays =
    reason === 'throttled' ? { ...retryDelays, first: retryDelays.longest } : retryDelays;
  const retryAt = at + retryDelay(failures, random, delays);
  return {
    machine: { ...machine, phase: 'waiting', reason, refusal, failures, retryAt },
    effects: [{ type: 'set-timer', at: retryAt }],
  };
}

function closed(machine: Machine, event: FailureEvent, settings: MachineSettings): Step {
  const wasStable = event.at - machine.since >= settings.stableAfter;
  return failed(
    {
      ...machine,
      since: event.at,
      connectionId: undefined,
      failures: wasStable ? 0 : machine.failures,
    },
    event,
    settings,
  );
}

type FailureEvent = Extract<
  MachineEvent,
  { readonly type: 'attempt-failed' | 'connection-closed' }
>;
