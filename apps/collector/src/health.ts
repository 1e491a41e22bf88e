import type { PublishCondition } from './publish-state.ts';
import type { PublishCounts } from './publisher.ts';

/** How the collector is, as `GET /health` answers. */
export interface Health {
  /** `ok`: ticks reach the history. `starting`: none has yet. `failing`: none has for a while. */
  readonly status: 'ok' | 'starting' | 'failing';
  readonly source: string;
  readonly epoch: string;
  /** The newest tick in the history; Unix milliseconds. */
  readonly lastTick: { readonly at: number; readonly sequence: number } | null;
  readonly publishing: {
    readonly state: PublishCondition;
    /** Unix milliseconds. */
    readonly since: number;
    readonly reason?: { readonly code: string; readonly message: string };
  };
  readonly counters: PublishCounts & {
    readonly ticks: number;
    readonly missedTicks: number;
    readonly outOfRange: number;
    readonly historyWaiting: number;
    readonly historyDropped: number;
    readonly pushedSeries: number;
    /** Requests that were turned away. */
    readonly refused: number;
  };
}

/** After so long without a tick in the history, in milliseconds, something is wrong. */
const patience = 10_000;

export function statusOf(lastTick: Health['lastTick'], now: number): Health['status'] {
  if (!lastTick) return 'starting';
  return now - lastTick.at > patience ? 'failing' : 'ok';
}
