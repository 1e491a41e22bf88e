import type { EncodedMessage } from './encoded-message.ts';

/**
 * What waits for a client, in order. It never changes; with a message more it is another one.
 *
 * Members of a group have the same messages waiting. Each backlog remembers the one that it was last
 * continued to, so clients that are sent the same share the same backlogs: a delivery moves a
 * reference, and nothing is kept or compared per client.
 */
export class Backlog {
  readonly #before: Backlog | undefined;
  readonly #message: EncodedMessage | undefined;
  /** Of all payloads. */
  readonly bytes: number;
  #messages: readonly EncodedMessage[] | undefined;
  #continuation: Backlog | undefined;

  private constructor(before?: Backlog, message?: EncodedMessage) {
    this.#before = before;
    this.#message = message;
    this.bytes = (before?.bytes ?? 0) + (message?.payload.length ?? 0);
  }

  static empty(): Backlog {
    return new Backlog();
  }

  with(message: EncodedMessage): Backlog {
    const known = this.#continuation;
    if (known !== undefined && known.#message === message) return known;
    return (this.#continuation = new Backlog(this, message));
  }

  /** The same array each time, and for every client that shares the backlog. */
  get messages(): readonly EncodedMessage[] {
    return (this.#messages ??= Backlog.#collect(this));
  }

  static #collect(last: Backlog): EncodedMessage[] {
    const messages: EncodedMessage[] = [];
    for (let at: Backlog | undefined = last; at !== undefined; at = at.#before) {
      if (at.#message !== undefined) messages.push(at.#message);
    }
    return messages.reverse();
  }
}
