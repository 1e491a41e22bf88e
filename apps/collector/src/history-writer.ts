import type { Frame } from '@heliograph/contracts';
import type { HistoryStore } from '@heliograph/metrics-history';
import { reasonOf, type Log } from './log.ts';
import { noSpool, type Spool } from './spool.ts';

export interface HistoryWriterOptions {
  readonly store: Pick<HistoryStore, 'append'>;
  readonly log: Log;
  /** Keeps frames that are on their way; what it has left is written first. Nothing is kept without it. */
  readonly spool?: Spool;
  /** Most frames that wait while the store fails; the oldest give way. Default 3600, an hour at 1 s. */
  readonly maxWaiting?: number;
  /** Milliseconds to the next try, by how many failed since the last success. */
  readonly retryAfter?: (failures: number) => number;
}

/** Writes frames to the history in order, and keeps them while it fails. */
export interface HistoryWriter {
  /** Resolves when the frame is written, or when that has to wait. Never rejects. */
  add(frame: Frame): Promise<void>;
  /** The newest frame that is in the history. */
  readonly last: { readonly at: number; readonly sequence: number } | undefined;
  /** Frames that wait. */
  readonly waiting: number;
  /** Frames that gave way, and are lost for the history. */
  readonly dropped: number;
  /** Tries once more to write what waits. Afterwards nothing is written any more. */
  stop(): Promise<void>;
}

/** Frames per transaction when many wait. */
const batchSize = 500;
const longestPause = 5000;

export function createHistoryWriter(options: HistoryWriterOptions): HistoryWriter {
  const { store, log, spool = noSpool, maxWaiting = 3600 } = options;
  const { retryAfter = (failures) => Math.min(longestPause, 250 * 2 ** failures) } = options;
  let waiting: Frame[] = spool.left.slice(-maxWaiting);
  let spooled = spool.left.length;
  let last: Frame | undefined;
  let dropped = 0;
  let droppedBefore = 0;
  let failures = 0;
  let writing: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, batchSize);
      try {
        await store.append(batch);
      } catch (reason) {
        if (failures === 0) {
          droppedBefore = dropped;
          log.warn({ reason: reasonOf(reason) }, 'history cannot be written; frames wait');
        }
        failures += 1;
        if (!isStopped) timer = setTimeout(() => void flush(), retryAfter(failures));
        return;
      }
      // The oldest may have given way in the meantime, so what was written is found by identity.
      const written = new Set(batch);
      waiting = waiting.filter((frame) => !written.has(frame));
      last = batch.at(-1);
    }
    spool.clear();
    spooled = 0;
    if (failures > 0) {
      log.info({ failures, dropped: dropped - droppedBefore }, 'history is written again');
      failures = 0;
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing ??= write().finally(() => {
      writing = undefined;
    });
    return writing;
  }

  function keep(frame: Frame): void {
    waiting.push(frame);
    if (waiting.length > maxWaiting) {
      waiting.shift();
      dropped += 1;
    }
    spooled += 1;
    if (spooled <= 2 * maxWaiting) return spool.add(frame);
    // Half of them have given way.
    spool.replace(waiting);
    spooled = waiting.length;
  }

  if (waiting.length > 0) {
    log.info({ frames: waiting.length }, 'frames that an earlier run left are on their way');
    void flush();
  }
  return {
    async add(frame) {
      if (isStopped) return;
      keep(frame);
      if (timer === undefined) await flush();
    },
    get last() {
      return last && { at: last.at, sequence: last.sequence };
    },
    get waiting() {
      return waiting.length;
    },
    get dropped() {
      return dropped;
    },
    async stop() {
      isStopped = true;
      await writing;
      await flush();
      spool.close();
    },
  };
}
