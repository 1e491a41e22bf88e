import type { ClientConnection } from './client-connection.ts';
import { HubGroups } from './hub-groups.ts';
import type { OutboundMessage } from './outbound-message.ts';

const nobody: ReadonlySet<string> = new Set();

/** The connections, users and groups of one hub, isolated from those of every other. */
export class Hub<Details = unknown> {
  /** As it was spelled first. */
  readonly name: string;
  readonly groups: HubGroups<Details>;
  readonly #connections = new Map<string, ClientConnection<Details>>();
  readonly #users = new Map<string, Set<ClientConnection<Details>>>();

  /** @param now Milliseconds; decides when memberships end. */
  constructor(name: string, now: () => number) {
    this.name = name;
    this.groups = new HubGroups(now, (userId) => this.connectionsOf(userId));
  }

  get connections(): ReadonlyMap<string, ClientConnection<Details>> {
    return this.#connections;
  }

  connectionsOf(userId: string): ReadonlySet<ClientConnection<Details>> {
    return this.#users.get(userId) ?? new Set();
  }

  add(connection: ClientConnection<Details>): void {
    this.#connections.set(connection.id, connection);
    if (connection.userId === undefined) return;
    const siblings = this.#users.get(connection.userId);
    if (siblings === undefined) this.#users.set(connection.userId, new Set([connection]));
    else siblings.add(connection);
  }

  remove(connection: ClientConnection<Details>): void {
    this.#connections.delete(connection.id);
    this.groups.forget(connection);
    if (connection.userId === undefined) return;
    const siblings = this.#users.get(connection.userId);
    siblings?.delete(connection);
    if (siblings?.size === 0) this.#users.delete(connection.userId);
  }

  /** Each `sendTo…` returns to how many connections the message went. */
  sendToAll(message: OutboundMessage, excluded = nobody): number {
    return deliver(this.#connections.values(), message, excluded);
  }

  sendToUser(userId: string, message: OutboundMessage): number {
    return deliver(this.connectionsOf(userId), message, nobody);
  }

  sendToGroup(group: string, message: OutboundMessage, excluded = nobody): number {
    return deliver(this.groups.members(group), message, excluded);
  }

  sendToConnection(connectionId: string, message: OutboundMessage): number {
    const connection = this.#connections.get(connectionId);
    return connection === undefined ? 0 : deliver([connection], message, nobody);
  }
}

function deliver<Details>(
  receivers: Iterable<ClientConnection<Details>>,
  message: OutboundMessage,
  excluded: ReadonlySet<string>,
): number {
  let count = 0;
  for (const receiver of receivers) {
    if (excluded.size > 0 && excluded.has(receiver.id)) continue;
    receiver.send(message);
    count += 1;
  }
  return count;
}
