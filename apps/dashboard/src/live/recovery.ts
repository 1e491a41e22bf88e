/**
 * Fetches what a board lacks from the history: one request at a time, and again with growing pauses
 * while the backend does not answer. What is asked for meanwhile is joined into one range.
 */
import type { Frame } from '@heliograph/contracts';
import { DashboardError } from '../dashboard-error.ts';
import type { Clock } from './clock.ts';
import type { HistoryRange } from './history-source.ts';

export type RecoveryState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'fetching' }
  /** `error` is the newest reason; `nextAttemptAt` in Unix milliseconds. */
  | { readonly kind: 'failing'; readonly error: DashboardError; readonly nextAttemptAt: number };

export interface Recovery {
  state(): RecoveryState;
  /** Wants everything of a range. */
  request(range: HistoryRange): void;
  /** Tries at once if it waits to try again. */
  retryNow(): void;
  stop(): void;
}

export interface RecoveryParts {
  readonly clock: Clock;
  readonly read: (
    range: HistoryRange,
    onPage: (frames: readonly Frame[]) => void,
    signal: AbortSignal,
  ) => Promise<void>;
  readonly onPage: (frames: readonly Frame[]) => void;
  /** The range was read to its end. */
  readonly onDone: (range: HistoryRange) => void;
  readonly onChange: () => void;
}

const firstPauseMs = 1_000;
const longestPauseMs = 10_000;

export function createRecovery({ clock, read, ...on }: RecoveryParts): Recovery {
  let state: RecoveryState = { kind: 'idle' };
  let wanted: HistoryRange | undefined;
  let failures = 0;
  let cancelRetry: (() => void) | undefined;
  let running: AbortController | undefined;

  const enter = (next: RecoveryState): void => {
    state = next;
    on.onChange();
  };

  const run = async (): Promise<void> => {
    cancelRetry?.();
    cancelRetry = undefined;
    if (!wanted || running) return;
    const range = wanted;
    wanted = undefined;
    const abort = (running = new AbortController());
    // While failing, the reason stays visible until an attempt succeeds.
    if (state.kind !== 'failing') enter({ kind: 'fetching' });
    try {
      await read(range, on.onPage, abort.signal);
      if (abort.signal.aborted) return;
      running = undefined;
      failures = 0;
      enter({ kind: 'idle' });
      on.onDone(range);
    } catch (cause) {
      if (abort.signal.aborted) return;
      running = undefined;
      wanted = join(range, wanted);
      const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** failures);
      failures += 1;
      enter({
        kind: 'failing',
        error: DashboardError.from(cause),
        nextAttemptAt: clock.now() + pause,
      });
      cancelRetry = clock.after(pause, () => void run());
      return;
    }
    void run();
  };

  return {
    state: () => state,
    request(range) {
      wanted = join(range, wanted);
      if (!cancelRetry) void run();
    },
    retryNow() {
      if (cancelRetry) void run();
    },
    stop() {
      cancelRetry?.();
      cancelRetry = undefined;
      running?.abort();
      running = undefined;
      wanted = undefined;
      failures = 0;
      state = { kind: 'idle' };
    },
  };
}

function join(range: HistoryRange, other: HistoryRange | undefined): HistoryRange {
  if (!other) return range;
  const from = Math.min(range.from, other.from);
  if (range.to === undefined || other.to === undefined) return { from };
  return { from, to: Math.max(range.to, other.to) };
}
