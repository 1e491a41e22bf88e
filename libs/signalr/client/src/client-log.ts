import type { StateReasonCode } from './state-reason.ts';
import type { ClientState } from './client-state.ts';
import type { DropReason } from './incoming.ts';

/** What a client tells whoever watches it. Holds neither tokens nor arguments. */
export type ClientLogEntry =
  | {
      readonly level: 'info' | 'warn';
      readonly event: 'state';
      readonly status: ClientState['status'];
      readonly reason: StateReasonCode;
    }
  | {
      readonly level: 'warn';
      readonly event: 'dropped';
      readonly reason: DropReason;
      readonly target: string;
      readonly message: string;
    }
  | {
      readonly level: 'warn';
      readonly event: 'join-failed';
      readonly target: string;
      readonly message: string;
    };

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : error === undefined ? '' : String(error);
