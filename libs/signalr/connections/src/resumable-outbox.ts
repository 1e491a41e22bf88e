import type { HubCodec } from '@heliograph/signalr-protocol';
import { EncodedMessage } from './encoded-message.ts';
import type { Flushable } from './flush-scheduler.ts';
import type { OutboxListener, OutboxSurroundings } from './outbox.ts';
import { ResumeBuffer } from './resume-buffer.ts';
import type { Transport } from './transport.ts';

export interface ResumableOutboxOptions {
  readonly transport: Transport;
  readonly codec: HubCodec;
  readonly surroundings: OutboxSurroundings;
  readonly listener: OutboxListener;
}

/**
 * What is on its way to a client that may change its transport without losing anything. Messages
 * wait while there is no transport, and while too much of what was sent has not been acknowledged.
 */
export class ResumableOutbox implements Flushable {
  readonly #options: ResumableOutboxOptions;
  readonly #unacknowledged: ResumeBuffer;
  #transport: Transport | undefined;
  #waiting: EncodedMessage[] = [];
  #waitingBytes = 0;
  #isScheduled = false;
  #isFull = false;
  #isEnding = false;

  constructor(options: ResumableOutboxOptions) {
    this.#options = options;
    this.#transport = options.transport;
    this.#unacknowledged = new ResumeBuffer(options.surroundings.limits.resumeBufferBytes);
  }

  push(message: EncodedMessage): void {
    if (this.#isFull) return;
    // A ping says something about the transport that there is; it means nothing to the next one.
    if (message.counted === 0 && this.#transport === undefined) return;
    if (this.#waitingBytes > this.#options.surroundings.limits.maxQueuedBytes) {
      this.#isFull = true;
      this.#waiting = [];
      this.#options.listener.overflowed();
      return;
    }
    this.#waiting.push(message);
    this.#waitingBytes += message.payload.length;
    this.#schedule();
  }

  flush(): void {
    this.#isScheduled = false;
    if (this.#transport === undefined) return;
    let count = 0;
    for (const message of this.#waiting) {
      if (this.#unacknowledged.isFull && !this.#isEnding) break;
      if (message.counted > 0) this.#unacknowledged.add(message);
      this.#waitingBytes -= message.payload.length;
      count += 1;
    }
    if (count > 0) this.#transport.send(this.#waiting.splice(0, count), this.#options.codec.format);
  }

  /** The connection ends: what waits for an ack leaves with the next flush, because none will matter. */
  stopWaiting(): void {
    this.#isEnding = true;
  }

  /** Says what has arrived, and not in turn: two sides that wait for acks would wait for ever. */
  sendAck(sequenceId: number): void {
    const { codec } = this.#options;
    this.#transport?.send([new EncodedMessage(codec.write({ type: 8, sequenceId }))], codec.format);
  }

  /** The client has everything up to this number. */
  acknowledged(sequenceId: number): void {
    this.#unacknowledged.acknowledge(sequenceId);
    if (this.#waiting.length > 0) this.#schedule();
  }

  /** The transport is gone; what is sent from now on waits for the next one. */
  detach(): void {
    this.#transport = undefined;
    this.#waiting = this.#waiting.filter(({ counted }) => counted > 0);
    this.#waitingBytes = this.#waiting.reduce((sum, { payload }) => sum + payload.length, 0);
  }

  /** Goes on over a new transport: says where, and sends again what may not have arrived. */
  attach(transport: Transport): void {
    const { codec } = this.#options;
    const { firstId, messages } = this.#unacknowledged;
    const sequence = new EncodedMessage(codec.write({ type: 9, sequenceId: firstId }));
    this.#transport = transport;
    transport.send([sequence, ...messages], codec.format);
    this.flush();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#options.surroundings.scheduler.schedule(this);
  }
}
