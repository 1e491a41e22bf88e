/** Messages that are not with all receivers yet, at most this many; a power of two. */
const capacity = 4096;

/**
 * Keeps account of which messages have reached everybody. Receivers get messages in order, so one
 * counter per message is enough, and nothing is allocated per delivery.
 */
export class DeliveryLedger {
  /** Messages handed to the server. */
  published = 0;
  /** Messages that everybody has. */
  completed = 0;
  /** Single deliveries. */
  deliveries = 0;
  readonly #receivers: number;
  readonly #missing = new Int32Array(capacity);

  constructor(receivers: number) {
    this.#receivers = receivers;
  }

  get inFlight(): number {
    return this.published - this.completed;
  }

  /** Enters a message and returns its number, counted from 0. */
  publish(): number {
    if (this.inFlight >= capacity) throw new RangeError('Too many messages are on their way');
    const message = this.published;
    this.#missing[message % capacity] = this.#receivers;
    this.published += 1;
    return message;
  }

  /** One more receiver has the message. Returns whether it was the last one. */
  deliver(message: number): boolean {
    const slot = message % capacity;
    const missing = (this.#missing[slot] ?? 0) - 1;
    this.#missing[slot] = missing;
    this.deliveries += 1;
    if (missing > 0) return false;
    this.completed += 1;
    return true;
  }
}
