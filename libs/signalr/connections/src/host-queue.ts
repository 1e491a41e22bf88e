/**
 * What the host is told about one connection: one thing at a time, in order. A failing task is
 * reported and the next one runs.
 */
export class HostQueue {
  readonly #failed: (error: unknown) => void;
  readonly #drained: () => void;
  #waiting: (() => Promise<void>)[] = [];
  #running = false;

  /** @param drained Nothing runs and nothing waits any more. */
  constructor(failed: (error: unknown) => void, drained: () => void) {
    this.#failed = failed;
    this.#drained = drained;
  }

  /** How many tasks wait behind the one that runs. */
  get waiting(): number {
    return this.#waiting.length;
  }

  push(task: () => Promise<void>): void {
    this.#waiting.push(task);
    if (!this.#running) this.#next();
  }

  #next(): void {
    const task = this.#waiting.shift();
    this.#running = task !== undefined;
    if (task === undefined) {
      this.#drained();
      return;
    }
    task()
      .catch(this.#failed)
      .finally(() => this.#next());
  }
}
