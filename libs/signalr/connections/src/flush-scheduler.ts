import { Backlog } from './backlog.ts';

export interface Flushable {
  flush(): void;
}

/** Flushes what was queued, each queue once, as soon as no more comes in. */
export interface FlushScheduler {
  /** What every queue begins with, until the next flush. */
  readonly empty: Backlog;
  schedule(queue: Flushable): void;
  /** Something was added to a queue that is scheduled already. */
  added(): void;
}

/** Bounds the delay under a load that never pauses. */
const maxTurns = 4;

/**
 * One write per client and burst: a system call costs more than everything that leads up to it, so
 * messages that follow each other closely leave together.
 *
 * Publishers that send at the same time do so over sockets of their own, and the event loop hears of
 * the first before the others have arrived. So a flush waits for a turn that brings nothing new; for
 * a single message that is one look at sockets that have nothing to say.
 *
 * @param atEndOfTurn Calls back when the sockets that are ready by then have been read.
 */
export function createFlushScheduler(
  atEndOfTurn: (callback: () => void) => unknown = setImmediate,
): FlushScheduler {
  let waiting: Flushable[] = [];
  let empty = Backlog.empty();
  let turns = 0;
  let anythingNew = false;

  function endTurn(): void {
    turns += 1;
    if (anythingNew && turns < maxTurns) {
      anythingNew = false;
      atEndOfTurn(endTurn);
      return;
    }
    const queues = waiting;
    waiting = [];
    empty = Backlog.empty(); // or what was sent last would be kept until something else is
    turns = 0;
    for (const queue of queues) queue.flush();
  }

  return {
    get empty() {
      return empty;
    },
    schedule(queue) {
      if (waiting.length === 0) atEndOfTurn(endTurn);
      waiting.push(queue);
      anythingNew = true;
    },
    added() {
      anythingNew = true;
    },
  };
}
