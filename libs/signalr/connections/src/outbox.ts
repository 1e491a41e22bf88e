import type { TransferFormat } from '@heliograph/signalr-protocol';
import type { Backlog } from './backlog.ts';
import type { EncodedMessage } from './encoded-message.ts';
import type { Flushable, FlushScheduler } from './flush-scheduler.ts';
import type { Transport } from './transport.ts';

export interface OutboxOptions {
  readonly transport: Transport;
  readonly format: TransferFormat;
  readonly scheduler: FlushScheduler;
  /** A message is taken as long as no more than this waits before it. */
  readonly maxQueuedBytes: number;
  /** More waits than is allowed. The outbox takes nothing any more. */
  overflowed(): void;
}

/** What is on its way to one client: flushed once per burst, bounded. */
export class Outbox implements Flushable {
  readonly #options: OutboxOptions;
  readonly #scheduler: FlushScheduler;
  readonly #maxQueuedBytes: number;
  #pending: Backlog | undefined;
  #isFull = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#scheduler = options.scheduler;
    this.#maxQueuedBytes = options.maxQueuedBytes;
  }

  push(message: EncodedMessage): void {
    const pending = this.#pending;
    if (pending === undefined) {
      if (this.#isFull) return;
      this.#pending = this.#scheduler.empty.with(message);
      this.#scheduler.schedule(this);
    } else if (pending.bytes > this.#maxQueuedBytes) {
      this.#overflow();
    } else {
      this.#pending = pending.with(message);
      this.#scheduler.added();
    }
  }

  flush(): void {
    const pending = this.#pending;
    if (pending === undefined) return;
    const { transport, format } = this.#options;
    if (transport.queuedBytes > this.#maxQueuedBytes) {
      this.#overflow();
      return;
    }
    this.#pending = undefined;
    transport.send(pending.messages, format);
  }

  #overflow(): void {
    this.#isFull = true;
    this.#pending = undefined;
    this.#options.overflowed();
  }
}
