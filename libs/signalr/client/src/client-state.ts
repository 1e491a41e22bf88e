import type { Machine } from './connection-machine.ts';
import type { JoinState } from './desired-joins.ts';
import { stateReason, type StateReason } from './state-reason.ts';

/** What a person can be told about the connection. Times are Unix time in milliseconds. */
export type ClientState = {
  /** When this status began. */
  readonly since: number;
  /** Why it is so. */
  readonly reason: StateReason;
} & (
  | { readonly status: 'idle' | 'stopped' }
  /** `reconnecting`: there was a connection since the start. */
  | {
      readonly status: 'connecting' | 'reconnecting';
      /** The attempt under way, or the one that is waited for; from 1. */
      readonly attempt: number;
      /** When it begins; absent while it is under way. */
      readonly nextAttemptAt?: number;
    }
  | {
      readonly status: 'live';
      readonly connectionId: string | undefined;
      /** What is wanted, and whether the backend acknowledged it on this connection. */
      readonly joins: readonly JoinState[];
    }
  /** Nothing happens until `retryNow`. */
  | { readonly status: 'signed-out' }
);

export function toClientState(machine: Machine, joins: readonly JoinState[]): ClientState {
  const { phase, since, failures, connectionId, retryAt } = machine;
  const reason = stateReason(machine.reason, machine.refusal);
  switch (phase) {
    case 'idle':
    case 'stopped':
    case 'signed-out':
      return { status: phase, since, reason };
    case 'live':
      return { status: phase, since, reason, connectionId, joins };
    case 'attempting':
    case 'waiting':
      return {
        status: machine.wasLive ? 'reconnecting' : 'connecting',
        since,
        reason,
        attempt: failures + 1,
        ...(retryAt !== undefined && { nextAttemptAt: retryAt }),
      };
  }
}
