import type { EncodedMessage } from './encoded-message.ts';

/** What was sent and is not known to have arrived. Messages are numbered from 1, by their order alone. */
export class ResumeBuffer {
  readonly #maxBytes: number;
  #messages: EncodedMessage[] = [];
  #bytes = 0;
  #firstId = 1;

  /** @param maxBytes The buffer is full from here on. The message that fills it may be larger. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get isFull(): boolean {
    return this.#bytes >= this.#maxBytes;
  }

  /** In the order in which they were sent. */
  get messages(): readonly EncodedMessage[] {
    return this.#messages;
  }

  /** The number of the first message here or, with none here, of the next one. */
  get firstId(): number {
    return this.#firstId;
  }

  add(message: EncodedMessage): void {
    this.#messages.push(message);
    this.#bytes += message.payload.length;
  }

  /** Forgets everything up to this number. Numbers that were never given out do no harm. */
  acknowledge(sequenceId: number): void {
    let arrived = 0;
    for (const { counted, payload } of this.#messages) {
      if (this.#firstId + counted - 1 > sequenceId) break;
      this.#firstId += counted;
      this.#bytes -= payload.length;
      arrived += 1;
    }
    this.#messages.splice(0, arrived);
  }
}
