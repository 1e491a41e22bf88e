export interface HostQueueOptions {
  /** How many tasks may wait before the queue counts as full. */
  readonly maxWaiting: number;
  failed(error: unknown): void;
  /** Nothing runs and nothing waits any more. */
  drained(): void;
}

/**
 * What the host is told about one connection: one thing at a time, in order. A failing task is
 * reported and the next one runs.
 */
export class HostQueue {
  readonly #options: HostQueueOptions;
  #waiting: (() => Promise<unknown>)[] = [];
  #running = false;
  #isFull = false;

  constructor(options: HostQueueOptions) {
    this.#options = options;
  }

  /** Whether too many tasks have waited; it stays so until all are done. */
  get isFull(): boolean {
    return this.#isFull;
  }

  push(task: () => Promise<unknown>): void {
    this.#waiting.push(task);
    if (!this.#running) this.#next();
    this.#isFull ||= this.#waiting.length >= this.#options.maxWaiting;
  }

  #next(): void {
    const task = this.#waiting.shift();
    this.#running = task !== undefined;
    if (task === undefined) {
      this.#options.drained();
      return;
    }
    task().then(
      () => this.#next(),
      (error: unknown) => {
        this.#options.failed(error);
        this.#next();
      },
    );
  }
}
