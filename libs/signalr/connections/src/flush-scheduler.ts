export interface Flushable {
  flush(): void;
}

/** Flushes everything that was queued in this turn of the event loop, each queue once. */
export interface FlushScheduler {
  schedule(queue: Flushable): void;
}

/**
 * One write per client and turn: a system call costs more than everything that leads up to it, so
 * messages that follow each other closely leave together. A single message is not delayed.
 */
export function createFlushScheduler(): FlushScheduler {
  let waiting: Flushable[] = [];

  function flushAll(): void {
    const queues = waiting;
    waiting = [];
    for (const queue of queues) queue.flush();
  }

  return {
    schedule(queue) {
      if (waiting.length === 0) setImmediate(flushAll);
      waiting.push(queue);
    },
  };
}
