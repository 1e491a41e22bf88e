import type { ClientConnection } from './client-connection.ts';
import type { EncodedMessage } from './encoded-message.ts';
import { HubGroups } from './hub-groups.ts';
import type { OutboundMessage } from './outbound-message.ts';

/** Learns of messages that were queued: once per protocol, however many clients receive them. */
export type MessagesSent = (
  hub: string,
  message: OutboundMessage,
  bytes: number,
  receivers: number,
) => void;

const nobody: ReadonlySet<string> = new Set();

/** The connections, users and groups of one hub, isolated from those of every other. */
export class Hub<Details = unknown> {
  /** As it was spelled first. */
  readonly name: string;
  readonly groups: HubGroups<Details>;
  readonly #sent: MessagesSent;
  readonly #connections = new Map<string, ClientConnection<Details>>();
  /** Most users have one connection: a set for each would take more than the connection's entry. */
  readonly #users = new Map<string, ClientConnection<Details> | Set<ClientConnection<Details>>>();

  /** @param now Milliseconds; decides when memberships end. */
  constructor(name: string, now: () => number, sent: MessagesSent = () => undefined) {
    this.name = name;
    this.#sent = sent;
    this.groups = new HubGroups(now, (userId) => this.connectionsOf(userId));
  }

  get connections(): ReadonlyMap<string, ClientConnection<Details>> {
    return this.#connections;
  }

  connectionsOf(userId: string): ReadonlySet<ClientConnection<Details>> {
    const known = this.#users.get(userId);
    if (known instanceof Set) return known;
    return new Set(known && [known]);
  }

  add(connection: ClientConnection<Details>): void {
    this.#connections.set(connection.id, connection);
    const { userId } = connection;
    if (userId === undefined) return;
    const known = this.#users.get(userId);
    if (known === undefined) this.#users.set(userId, connection);
    else if (known instanceof Set) known.add(connection);
    else this.#users.set(userId, new Set([known, connection]));
  }

  remove(connection: ClientConnection<Details>): void {
    this.#connections.delete(connection.id);
    this.groups.forget(connection);
    const { userId } = connection;
    if (userId === undefined) return;
    const known = this.#users.get(userId);
    if (known instanceof Set) known.delete(connection);
    if (known === connection || (known instanceof Set && known.size === 0)) {
      this.#users.delete(userId);
    }
  }

  /** Each `sendTo…` returns to how many connections the message went. */
  sendToAll(message: OutboundMessage, excluded = nobody): number {
    return this.#deliver(this.#connections.values(), message, excluded);
  }

  sendToUser(userId: string, message: OutboundMessage): number {
    return this.#deliver(this.connectionsOf(userId), message, nobody);
  }

  sendToGroup(group: string, message: OutboundMessage, excluded = nobody): number {
    return this.#deliver(this.groups.members(group), message, excluded);
  }

  sendToConnection(connectionId: string, message: OutboundMessage): number {
    const connection = this.#connections.get(connectionId);
    return connection === undefined ? 0 : this.#deliver([connection], message, nobody);
  }

  #deliver(
    receivers: Iterable<ClientConnection<Details>>,
    message: OutboundMessage,
    excluded: ReadonlySet<string>,
  ): number {
    let count = 0;
    // There are two hub protocols, so at most two encodings.
    let one: EncodedMessage | undefined;
    let other: EncodedMessage | undefined;
    let toOne = 0;
    let toOther = 0;
    for (const receiver of receivers) {
      if (excluded.size > 0 && excluded.has(receiver.id)) continue;
      const encoded = receiver.send(message);
      count += 1;
      if (encoded === undefined) continue;
      one ??= encoded;
      if (encoded === one) {
        toOne += 1;
      } else {
        other = encoded;
        toOther += 1;
      }
    }
    if (one !== undefined) this.#sent(this.name, message, one.payload.length, toOne);
    if (other !== undefined) this.#sent(this.name, message, other.payload.length, toOther);
    return count;
  }
}
