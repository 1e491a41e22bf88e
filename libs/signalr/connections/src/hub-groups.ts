import type { ClientConnection } from './client-connection.ts';
import type { Group } from './group.ts';

/** Memberships of a user without an end of their own: the service keeps the latest 100. */
const maxEndlessPerUser = 100;
/** An endless membership ends after a year without being renewed. */
const yearMs = 365 * 24 * 3600 * 1000;

/**
 * The groups of one hub. A connection's own membership ends with the connection; a user's outlives
 * all of them and holds for those to come.
 *
 * Reference: https://learn.microsoft.com/azure/azure-signalr/swagger/signalr-data-plane-rest-v20241201
 */
export class HubGroups<Details> {
  readonly #now: () => number;
  readonly #connectionsOf: (userId: string) => ReadonlySet<ClientConnection<Details>>;
  readonly #groups = new Map<string, Group<Details>>();
  readonly #ofConnection = new Map<ClientConnection<Details>, Set<Group<Details>>>();
  /** The groups of each user, the least recently renewed first; true for endless memberships. */
  readonly #ofUser = new Map<string, Map<Group<Details>, boolean>>();

  constructor(
    now: () => number,
    connectionsOf: (userId: string) => ReadonlySet<ClientConnection<Details>>,
  ) {
    this.#now = now;
    this.#connectionsOf = connectionsOf;
  }

  addConnection(name: string, connection: ClientConnection<Details>): void {
    const group = this.#obtain(name);
    group.connections.add(connection);
    const own = this.#ofConnection.get(connection);
    if (own === undefined) this.#ofConnection.set(connection, new Set([group]));
    else own.add(group);
  }

  /** Returns whether the connection had been added. */
  removeConnection(name: string, connection: ClientConnection<Details>): boolean {
    const group = this.#groups.get(name);
    if (group === undefined || !group.connections.delete(connection)) return false;
    const own = this.#ofConnection.get(connection);
    own?.delete(group);
    if (own?.size === 0) this.#ofConnection.delete(connection);
    this.#dropIfEmpty(group);
    return true;
  }

  /** Takes the connection out of every group that it was added to itself. */
  forget(connection: ClientConnection<Details>): void {
    const own = this.#ofConnection.get(connection);
    if (own === undefined) return;
    this.#ofConnection.delete(connection);
    for (const group of own) {
      group.connections.delete(connection);
      this.#dropIfEmpty(group);
    }
  }

  /**
   * Adds a user. `ttlSeconds` absent: until a year has passed without renewal; 0: only the
   * connections that the user has now; otherwise for that long.
   */
  addUser(name: string, userId: string, ttlSeconds?: number): void {
    if (ttlSeconds === 0) {
      for (const connection of this.#connectionsOf(userId)) this.addConnection(name, connection);
      return;
    }
    const group = this.#obtain(name);
    const isEndless = ttlSeconds === undefined;
    group.users.set(userId, this.#now() + (isEndless ? yearMs : ttlSeconds * 1000));
    const own = this.#ofUser.get(userId) ?? new Map<Group<Details>, boolean>();
    this.#ofUser.set(userId, own);
    own.delete(group); // to the end: renewed most recently
    own.set(group, isEndless);
    if (isEndless) this.#dropOldestEndless(userId, own);
  }

  /** Takes out the user, and the connections of the user that had been added themselves. */
  removeUser(name: string, userId: string): void {
    for (const connection of this.#connectionsOf(userId)) this.removeConnection(name, connection);
    const group = this.#groups.get(name);
    if (group !== undefined) this.#endMembership(group, userId);
  }

  removeUserFromAll(userId: string): void {
    for (const connection of this.#connectionsOf(userId)) this.forget(connection);
    for (const group of this.#ofUser.get(userId)?.keys() ?? []) this.#endMembership(group, userId);
  }

  /** Whether the user was added, or one of the user's connections. */
  hasUser(name: string, userId: string): boolean {
    const group = this.#groups.get(name);
    if (group === undefined) return false;
    return (
      this.#isCurrent(group, userId) ||
      [...this.#connectionsOf(userId)].some((connection) => group.connections.has(connection))
    );
  }

  /** Whether a message to the group would reach anybody. */
  hasMembers(name: string): boolean {
    return this.members(name)[Symbol.iterator]().next().done !== true;
  }

  /** Everybody a message to the group reaches, each once. */
  members(name: string): Iterable<ClientConnection<Details>> {
    const group = this.#groups.get(name);
    if (group === undefined) return [];
    return group.users.size === 0 ? group.connections : this.#membersWithUsers(group);
  }

  *#membersWithUsers(group: Group<Details>): Iterable<ClientConnection<Details>> {
    yield* group.connections;
    for (const userId of group.users.keys()) {
      if (!this.#isCurrent(group, userId)) continue;
      for (const connection of this.#connectionsOf(userId)) {
        if (!group.connections.has(connection)) yield connection;
      }
    }
  }

  /** Forgets memberships that have ended. They count for nothing already; this frees the memory. */
  sweep(): void {
    for (const [userId, groups] of this.#ofUser) {
      for (const group of groups.keys()) {
        if (!this.#isCurrent(group, userId)) this.#endMembership(group, userId);
      }
    }
  }

  #isCurrent(group: Group<Details>, userId: string): boolean {
    const endsAt = group.users.get(userId);
    return endsAt !== undefined && endsAt > this.#now();
  }

  #endMembership(group: Group<Details>, userId: string): void {
    group.users.delete(userId);
    const own = this.#ofUser.get(userId);
    own?.delete(group);
    if (own?.size === 0) this.#ofUser.delete(userId);
    this.#dropIfEmpty(group);
  }

  #dropOldestEndless(userId: string, own: ReadonlyMap<Group<Details>, boolean>): void {
    const endless = [...own].filter(([, isEndless]) => isEndless);
    for (const [group] of endless.slice(0, -maxEndlessPerUser)) this.#endMembership(group, userId);
  }

  #obtain(name: string): Group<Details> {
    const known = this.#groups.get(name);
    if (known !== undefined) return known;
    const group: Group<Details> = { name, connections: new Set(), users: new Map() };
    this.#groups.set(name, group);
    return group;
  }

  #dropIfEmpty(group: Group<Details>): void {
    if (group.connections.size === 0 && group.users.size === 0) this.#groups.delete(group.name);
  }
}
