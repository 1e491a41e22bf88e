import type { TransferFormat } from '@heliograph/signalr-protocol';
import { Backlog } from './backlog.ts';
import { afterTurn } from './end-of-turn.ts';

export interface Flushable {
  flush(): void;
}

/** Flushes what was queued, each queue once, at the end of a turn of the event loop. */
export interface FlushScheduler {
  /**
   * What every queue of this format begins with, until the next flush: a message is written in both,
   * and clients of the two formats, who take turns in a group, are sent different bytes.
   */
  empty(format: TransferFormat): Backlog;
  schedule(queue: Flushable): void;
}

/**
 * One write per client and burst: a system call costs more than everything that leads up to it, so
 * messages that follow each other closely leave together.
 *
 * Publishers that send at the same time do so over sockets of their own, and the event loop hears of
 * the first before the others have arrived. A request's body is taken at the end of the turn that
 * brought it, so what is queued then leaves at the end of the next one, with what has come meanwhile;
 * for a single message that is one look at sockets that have nothing to say.
 *
 * @param atEndOfTurn Calls back when everything that came in a turn has been worked on.
 */
export function createFlushScheduler(
  atEndOfTurn: (callback: () => void) => unknown = afterTurn,
): FlushScheduler {
  let waiting: Flushable[] = [];
  let empty = startEmpty();

  function flush(): void {
    const queues = waiting;
    waiting = [];
    empty = startEmpty(); // or what was sent last would be kept until something else is
    for (const queue of queues) queue.flush();
  }

  return {
    empty: (format) => empty[format],
    schedule(queue) {
      if (waiting.length === 0) atEndOfTurn(flush);
      waiting.push(queue);
    },
  };
}

function startEmpty(): Readonly<Record<TransferFormat, Backlog>> {
  return { Text: Backlog.empty(), Binary: Backlog.empty() };
}
