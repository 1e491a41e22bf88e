import type { Transport } from './transport.ts';

/** A transport whose client sends with requests of their own. */
export interface HttpTransport extends Transport {
  /**
   * Takes the body of such a request. Resolves when the next one may come: the answer to the request
   * waits for it, which is how a client is slowed down.
   */
  receive(chunk: Uint8Array): Promise<void>;
}

/** The part that these transports share: what is received, and that it may have to wait. */
export class RequestInput {
  readonly #received: (chunk: Uint8Array) => void;
  #paused: PromiseWithResolvers<void> | undefined;

  constructor(received: (chunk: Uint8Array) => void) {
    this.#received = received;
  }

  pause(): void {
    this.#paused ??= Promise.withResolvers<void>();
  }

  resume(): void {
    this.#paused?.resolve();
    this.#paused = undefined;
  }

  async receive(chunk: Uint8Array): Promise<void> {
    await this.#paused?.promise;
    this.#received(chunk);
    await this.#paused?.promise;
  }
}
