import { watcherSchema, type BoardId, type Watcher } from '@heliograph/contracts';
import type { StateStore } from '@heliograph/metrics-history';

export interface PresenceOptions {
  readonly state: StateStore;
  /** Unix milliseconds. */
  readonly now: () => number;
}

export interface PresenceChange {
  /** Everyone who watches the board now, each person once, by name. */
  readonly watchers: readonly Watcher[];
  /** Whether a person came or left; a second window of the same person changes nothing. */
  readonly changed: boolean;
}

export interface Presence {
  join(board: BoardId, connectionId: string, watcher: Watcher): Promise<PresenceChange>;
  leave(board: BoardId, connectionId: string): Promise<PresenceChange>;
}

/**
 * How long a connection counts as watching without being heard of, in milliseconds. Leaving and
 * disconnecting end it at once; the lease only ends what was cut off without a word.
 */
const lease = 12 * 60 * 60 * 1000;

/** Bytes of JSON for the list of watchers; the message's own budget is 16 KB. */
const largestList = 15 * 1024;

/**
 * Who watches which board. Each connection is a record with a lease, so that it survives a restart
 * of the backend and is the same for all its instances.
 */
export function createPresence({ state, now }: PresenceOptions): Presence {
  const partitionOf = (board: BoardId): string => `presence:${board}`;

  return {
    async join(board, connectionId, watcher) {
      const before = await connectionsOf(state, partitionOf(board));
      await state.put(partitionOf(board), connectionId, watcher, { expiresAt: now() + lease });
      const after = [...before.filter(({ key }) => key !== connectionId)];
      return {
        watchers: toWatchers([...after.map((connection) => connection.watcher), watcher]),
        changed: !before.some((connection) => connection.watcher.userId === watcher.userId),
      };
    },
    async leave(board, connectionId) {
      const before = await connectionsOf(state, partitionOf(board));
      const left = before.find(({ key }) => key === connectionId)?.watcher;
      await state.delete(partitionOf(board), connectionId);
      const after = before.filter(({ key }) => key !== connectionId).map(({ watcher }) => watcher);
      return {
        watchers: toWatchers(after),
        changed: left !== undefined && !after.some(({ userId }) => userId === left.userId),
      };
    },
  };
}

async function connectionsOf(state: StateStore, partition: string) {
  const records = await state.list(partition);
  return records.flatMap(({ key, value }) => {
    const watcher = watcherSchema.safeParse(value);
    return watcher.success ? [{ key, watcher: watcher.data }] : [];
  });
}

/** Each person once, by name, and no more than one message can carry. */
export function toWatchers(connections: readonly Watcher[]): Watcher[] {
  const people = new Map(connections.map((watcher) => [watcher.userId, watcher]));
  const sorted = [...people.values()].toSorted(
    (a, b) => a.name.localeCompare(b.name) || a.userId.localeCompare(b.userId),
  );
  let bytes = 2;
  return sorted.filter((watcher) => {
    bytes += Buffer.byteLength(JSON.stringify(watcher)) + 1;
    return bytes <= largestList;
  });
}
