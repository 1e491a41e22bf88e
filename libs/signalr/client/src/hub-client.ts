/**
 * A typed connection to a hub that heals itself, for browsers and Node.
 *
 * It stands on the SignalR client of Microsoft and adds what a long-lived page needs: attempts that
 * never end (`connection-machine.ts`), wishes that outlive connections (`desired-joins.ts`) and
 * arguments that were read before a handler sees them (`incoming.ts`).
 */
import {
  readServerResult,
  type ClientTargetName,
  type Hub,
  type ServerArguments,
  type ServerResult,
  type ServerTargetName,
} from '@heliograph/signalr-contract';
import type { Attempt } from './attempt.ts';
import { ClientError } from './client-error.ts';
import { messageOf } from './client-log.ts';
import { toClientState, type ClientState } from './client-state.ts';
import {
  initialMachine,
  step,
  type MachineEffect,
  type MachineEvent,
} from './connection-machine.ts';
import { createDesiredJoins, type Call } from './desired-joins.ts';
import { createIncoming, type ClientHandler, type DroppedCounts } from './incoming.ts';
import { readOptions, type HubClientOptions } from './hub-client-options.ts';
import { openLateAttempt } from './late-attempt.ts';
import { onWakeUp } from './wake-ups.ts';

/** A target of the backend together with its own arguments. */
export type ServerCall<H extends Hub> = {
  [Target in ServerTargetName<H>]: readonly [Target, ...ServerArguments<H, Target>];
}[ServerTargetName<H>];

export interface WantedJoin<H extends Hub, Target extends ServerTargetName<H>> {
  /** Must be idempotent in the backend: it is invoked again on every new connection. */
  readonly join: readonly [Target, ...ServerArguments<H, Target>];
  /** Invoked once nobody wants the join any more. Without it only the end of the connection leaves. */
  readonly leave?: ServerCall<H>;
  /** Called each time that the backend acknowledged the join, so also after every reconnect. */
  readonly onJoined?: (result: ServerResult<H, Target>) => void;
}

export interface HubClient<H extends Hub> {
  /** Connects, and stays connected. Does nothing when it was started before. */
  start(): void;
  /** Disconnects; resolves when the connection is closed. Handlers and wishes stay for a next start. */
  stop(): Promise<void>;
  /** The same object until something changes. */
  state(): ClientState;
  /** Calls `listener` after every change of `state`. Returns the undo. */
  subscribe(listener: () => void): () => void;
  /** Handles what the service invokes, once it was read by the contract. Returns the undo. */
  on<Target extends ClientTargetName<H>>(
    target: Target,
    handler: ClientHandler<H, Target>,
  ): () => void;
  /**
   * Invokes a target of the backend and resolves with its result.
   *
   * @throws ClientError `not-live`, `connection-lost`, `timed-out`, `refused`, `result-invalid`
   */
  invoke<Target extends ServerTargetName<H>>(
    target: Target,
    ...args: ServerArguments<H, Target>
  ): Promise<ServerResult<H, Target>>;
  /** Joins now and after every reconnect, until the returned function is called. */
  want<Target extends ServerTargetName<H>>(wanted: WantedJoin<H, Target>): () => void;
  /** Ends a wait, also the one for a sign-in: call it when there is a new token. */
  retryNow(): void;
  dropped(): DroppedCounts;
}

/**
 * Creates a client; nothing happens before `start`.
 *
 * @throws ClientError `options-invalid`
 */
export function createHubClient<H extends Hub>(options: HubClientOptions<H>): HubClient<H> {
  const settings = readOptions(options);
  const { hub, now, random, log } = settings;
  const listeners = new Set<() => void>();
  const incoming = createIncoming(hub, (reason, target, error) =>
    log({ level: 'warn', event: 'dropped', reason, target, message: messageOf(error) }),
  );
  let machine = initialMachine(now());
  let attempt: Attempt | undefined;
  let ending: Promise<void> = Promise.resolve();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let forgetWakeUps = () => {};

  const joins = createDesiredJoins({
    invoke: invokeChecked,
    schedule: (later, milliseconds) => {
      const handle = setTimeout(later, milliseconds);
      return () => clearTimeout(handle);
    },
    random,
    retryDelays: settings.joinRetryDelays,
    changed: () => {
      if (machine.phase === 'live') publish(); // no other state shows them
    },
    failed: (target, error) =>
      log({ level: 'warn', event: 'join-failed', target, message: messageOf(error) }),
  });
  let state = toClientState(machine, joins.states());

  async function invokeChecked(target: string, args: readonly unknown[]): Promise<unknown> {
    if (machine.phase !== 'live' || attempt === undefined) {
      throw new ClientError('not-live', `'${target}' was not sent: there is no connection`);
    }
    const result = await attempt.invoke(target, args);
    try {
      return readServerResult(hub, target, result);
    } catch (cause) {
      throw new ClientError('result-invalid', messageOf(cause), { cause });
    }
  }

  function publish(): void {
    state = toClientState(machine, joins.states());
    for (const listener of [...listeners]) {
      try {
        listener();
      } catch (error) {
        incoming.drop('handler-failed', 'state', error);
      }
    }
  }

  function dispatch(event: MachineEvent): void {
    const before = machine;
    const next = step(machine, event, settings.machine);
    if (next.machine === before) return;
    machine = next.machine;
    for (const effect of next.effects) carryOut(effect);
    if (before.phase === 'live') joins.disconnected();
    logStatus();
    if (machine.phase === 'live') joins.connected();
    publish();
  }

  function logStatus(): void {
    const { status } = toClientState(machine, []);
    const healthy = status === 'live' || status === 'idle' || status === 'stopped';
    const { reason } = machine;
    log({
      level: healthy || reason === 'starting' ? 'info' : 'warn',
      event: 'state',
      status,
      reason,
    });
  }

  function carryOut(effect: MachineEffect): void {
    switch (effect.type) {
      case 'connect':
        attempt = connect(effect.attemptId);
        break;
      case 'disconnect':
        ending = attempt?.end() ?? ending;
        attempt = undefined;
        break;
      case 'set-timer':
        timer = setTimeout(
          () => dispatch({ type: 'retry-due', at: now() }),
          Math.max(0, effect.at - now()),
        );
        break;
      case 'clear-timer':
        clearTimeout(timer);
        break;
    }
  }

  function connect(attemptId: number): Attempt {
    return openLateAttempt(settings.attempt, {
      connected: (connectionId) =>
        dispatch({ type: 'attempt-connected', attemptId, connectionId, at: now() }),
      failed: (reason, refusal) =>
        dispatch({
          type: 'attempt-failed',
          attemptId,
          reason,
          refusal,
          at: now(),
          random: random(),
        }),
      closed: (reason) =>
        dispatch({ type: 'connection-closed', attemptId, reason, at: now(), random: random() }),
      invoked: (target, args) => incoming.receive(target, args),
      unknownTarget: (target) => incoming.drop('target-unknown', target),
    });
  }

  return {
    start() {
      if (machine.phase !== 'idle' && machine.phase !== 'stopped') return;
      forgetWakeUps = onWakeUp(() => dispatch({ type: 'wake', at: now() }));
      dispatch({ type: 'start', at: now() });
    },
    async stop() {
      forgetWakeUps();
      dispatch({ type: 'stop', at: now() });
      await ending;
    },
    state: () => state,
    subscribe(listener) {
      const own = () => listener();
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    on: incoming.on,
    invoke: <Target extends ServerTargetName<H>>(
      target: Target,
      ...args: ServerArguments<H, Target>
    ) => invokeChecked(target, args) as Promise<ServerResult<H, Target>>,
    want({ join, leave, onJoined }) {
      return joins.want({
        join: join as Call,
        leave: leave as Call | undefined,
        onJoined: (result) => {
          try {
            onJoined?.(result as Parameters<typeof onJoined>[0]);
          } catch (error) {
            incoming.drop('handler-failed', join[0], error);
          }
        },
      });
    },
    retryNow: () => dispatch({ type: 'retry', at: now() }),
    dropped: incoming.dropped,
  };
}
