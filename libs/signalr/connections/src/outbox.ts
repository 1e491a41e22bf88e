import type { TransferFormat } from '@heliograph/signalr-protocol';
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

/** What is on its way to one client: flushed once per turn of the event loop, bounded. */
export class Outbox implements Flushable {
  readonly #options: OutboxOptions;
  #pending: EncodedMessage[] = [];
  #pendingBytes = 0;
  #isFull = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  push(message: EncodedMessage): void {
    if (this.#isFull) return;
    if (this.#pendingBytes > this.#options.maxQueuedBytes) {
      this.#overflow();
      return;
    }
    this.#pendingBytes += message.payload.length;
    if (this.#pending.push(message) === 1) this.#options.scheduler.schedule(this);
  }

  flush(): void {
    if (this.#pending.length === 0) return;
    const { transport, format, maxQueuedBytes } = this.#options;
    if (transport.queuedBytes > maxQueuedBytes) {
      this.#overflow();
      return;
    }
    transport.send(this.#pending, format);
    this.#pending = [];
    this.#pendingBytes = 0;
  }

  #overflow(): void {
    this.#isFull = true;
    this.#pending = [];
    this.#options.overflowed();
  }
}
