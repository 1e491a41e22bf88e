import type { ClientConnection } from './client-connection.ts';
import type { Admission } from './client-hooks.ts';

/** Every connection of which anything still goes on, and the secret tokens that lead to them. */
export class LiveConnections<Details> implements Iterable<ClientConnection<Details>> {
  readonly #tokens = new Map<ClientConnection<Details>, string | undefined>();
  readonly #byToken = new Map<string, ClientConnection<Details>>();
  #emptied: (() => void) | undefined;

  [Symbol.iterator](): Iterator<ClientConnection<Details>> {
    return this.#tokens.keys();
  }

  get size(): number {
    return this.#tokens.size;
  }

  /** The connection of this token, if it belongs to whoever was admitted. */
  find(
    { hub, userId }: Admission<Details>,
    connectionToken: string,
  ): ClientConnection<Details> | undefined {
    const connection = this.#byToken.get(connectionToken);
    const isTheirs =
      connection?.hub.toLowerCase() === hub.toLowerCase() && connection.userId === userId;
    return isTheirs ? connection : undefined;
  }

  add(connection: ClientConnection<Details>, connectionToken: string | undefined): void {
    const token = connectionToken === undefined ? undefined : copied(connectionToken);
    this.#tokens.set(connection, token);
    if (token !== undefined) this.#byToken.set(token, connection);
  }

  delete(connection: ClientConnection<Details>): void {
    const connectionToken = this.#tokens.get(connection);
    if (connectionToken !== undefined) this.#byToken.delete(connectionToken);
    this.#tokens.delete(connection);
    if (this.#tokens.size === 0) this.#emptied?.();
  }

  /** Resolves when none is left, or after `timeoutMs`. */
  async empty(timeoutMs: number): Promise<void> {
    if (this.#tokens.size === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#emptied = resolve;
    const timeout = setTimeout(resolve, timeoutMs);
    await promise;
    clearTimeout(timeout);
  }
}

/**
 * The same text in memory of its own. What was cut out of a URL is a view of it, and would keep all
 * of it, the access token included, for as long as the connection lives.
 */
function copied(text: string): string {
  return Buffer.from(text).toString();
}
