import type { HubMessage } from '@heliograph/signalr-protocol';

/**
 * Counts what a client sends, so that what it sends again after a reconnect is known as such. Pings,
 * closes, acks and sequences are not counted. A message's number is not on the wire: a `Sequence`
 * says where the count goes on, and every message that follows is one more.
 */
export class IncomingSequence {
  #next = 1;
  #latest = 0;
  #acknowledged = 0;
  #awaitsSequence = false;

  /** Whether the message is new, and not to be passed over. */
  takes({ type }: HubMessage): boolean {
    if (this.#awaitsSequence && type !== 9) return false;
    if (type > 5) return true;
    const id = this.#next;
    this.#next += 1;
    if (id <= this.#latest) return false;
    this.#latest = id;
    return true;
  }

  /** A new transport: nothing counts before the client has said where it goes on. */
  restart(): void {
    this.#awaitsSequence = true;
  }

  /** Goes on at this number. Returns false if messages before it never came. */
  resumeAt(sequenceId: number): boolean {
    if (sequenceId > this.#latest + 1) return false;
    this.#awaitsSequence = false;
    this.#next = sequenceId;
    // What the client still has it has seen no ack for, or the ack was lost with the transport.
    this.#acknowledged = sequenceId - 1;
    return true;
  }

  /** The number to acknowledge, once; `undefined` when the client knows of everything. */
  takeDueAck(): number | undefined {
    if (this.#latest <= this.#acknowledged) return undefined;
    this.#acknowledged = this.#latest;
    return this.#latest;
  }
}
