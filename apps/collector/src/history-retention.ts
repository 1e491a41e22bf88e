import type { HistoryStore } from '@heliograph/metrics-history';
import { reasonOf, type Log } from './log.ts';

/** The history reaches so far back, in milliseconds: a week, some 60 MB for a plain machine. */
export const retention = 7 * 24 * 3_600_000;

/** First soon after the start, for a program that is started anew each day; then now and then. */
const firstAfter = 30_000;
const every = 10 * 60_000;

export interface HistoryRetention {
  stop(): Promise<void>;
}

/** Drops what is older than the retention, in the background. */
export function startHistoryRetention(
  store: Pick<HistoryStore, 'prune'>,
  log: Log,
  now: () => number,
): HistoryRetention {
  let pruning = Promise.resolve();
  let timer = setTimeout(prune, firstAfter).unref();

  function prune(): void {
    pruning = store.prune(now() - retention).then(
      () => {},
      (reason: unknown) => {
        log.warn(
          { reason: reasonOf(reason) },
          'old history could not be dropped; it will be later',
        );
      },
    );
    timer = setTimeout(prune, every).unref();
  }

  return {
    async stop() {
      clearTimeout(timer);
      await pruning;
    },
  };
}
