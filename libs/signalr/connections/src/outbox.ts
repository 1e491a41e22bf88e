import type { TransferFormat } from '@heliograph/signalr-protocol';
import type { Backlog } from './backlog.ts';
import type { ConnectionLimits } from './connection-limits.ts';
import type { EncodedMessage } from './encoded-message.ts';
import type { Flushable, FlushScheduler } from './flush-scheduler.ts';
import type { Transport } from './transport.ts';

/** What all outboxes of a runtime share. */
export interface OutboxSurroundings {
  readonly scheduler: FlushScheduler;
  readonly limits: ConnectionLimits;
}

export interface OutboxListener {
  /** More waits than is allowed. The outbox takes nothing any more. */
  overflowed(): void;
}

/** What is on its way to one client: flushed once per burst, bounded. */
export class Outbox implements Flushable {
  readonly #transport: Transport;
  readonly #format: TransferFormat;
  readonly #surroundings: OutboxSurroundings;
  readonly #listener: OutboxListener;
  #pending: Backlog | undefined;
  #isFull = false;

  constructor(
    transport: Transport,
    format: TransferFormat,
    surroundings: OutboxSurroundings,
    listener: OutboxListener,
  ) {
    this.#transport = transport;
    this.#format = format;
    this.#surroundings = surroundings;
    this.#listener = listener;
  }

  push(message: EncodedMessage): void {
    const pending = this.#pending;
    const { scheduler, limits } = this.#surroundings;
    if (pending === undefined) {
      if (this.#isFull) return;
      this.#pending = scheduler.empty(this.#format).with(message);
      scheduler.schedule(this);
    } else if (pending.bytes > limits.maxQueuedBytes) {
      this.#overflow();
    } else {
      this.#pending = pending.with(message);
    }
  }

  flush(): void {
    const pending = this.#pending;
    if (pending === undefined) return;
    if (this.#transport.queuedBytes > this.#surroundings.limits.maxQueuedBytes) {
      this.#overflow();
      return;
    }
    this.#pending = undefined;
    this.#transport.send(pending.messages, this.#format);
  }

  #overflow(): void {
    this.#isFull = true;
    this.#pending = undefined;
    this.#listener.overflowed();
  }
}
