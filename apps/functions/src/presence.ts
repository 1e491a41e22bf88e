import { watcherSchema, type BoardId, type Watcher } from '@heliograph/contracts';
import type { StateStore } from '@heliograph/metrics-history';
import * as z from 'zod';

export interface PresenceOptions {
  readonly state: StateStore;
  /** Asks the service whether a connection is open. */
  readonly isConnected: (connectionId: string) => Promise<boolean>;
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
  /** Finds out who is gone without anybody coming or leaving. */
  sweep(board: BoardId): Promise<PresenceChange>;
  /** How many people watch any of the boards, as far as is known without asking the service. */
  count(boards: readonly BoardId[]): Promise<number>;
}

/** How long a connection counts as watching without being heard of, in milliseconds. */
const lease = 12 * 60 * 60 * 1000;

/** How long it is taken to be open without asking the service, in milliseconds. */
const trusted = 15_000;

/** Most connections that are asked after at a time: whoever joins waits for it. */
const askedAtOnce = 20;

/** Most connections that a sweep asks after, so that it ends before the next one. */
const askedPerSweep = 1_000;

/** Bytes of JSON for the list of watchers; the message's own budget is 16 KB. */
const largestList = 15 * 1024;

const recordSchema = z.object({
  watcher: watcherSchema,
  /** When the connection was last known to be open: Unix milliseconds. */
  seenAt: z.number(),
});
type Connection = z.infer<typeof recordSchema> & { readonly id: string };

/**
 * Who watches which board. Each connection is a record with a lease, so that it survives a restart
 * of the backend and is the same for all its instances.
 *
 * When the service ends without a word, nobody is told of the connections that ended with it. So
 * whoever comes or leaves makes the backend ask after connections that it has not heard of lately.
 */
export function createPresence({ state, isConnected, now }: PresenceOptions): Presence {
  const partitionOf = (board: BoardId): string => `presence:${board}`;

  const put = (board: BoardId, { id, watcher, seenAt }: Connection): Promise<void> =>
    state.put(partitionOf(board), id, { watcher, seenAt }, { expiresAt: seenAt + lease });

  /** Whether it still watches. What the service cannot tell is left as it is. */
  const verify = async (board: BoardId, connection: Connection): Promise<boolean> => {
    const open = await isConnected(connection.id).catch(() => undefined);
    if (open === true) await put(board, { ...connection, seenAt: now() });
    if (open === false) await state.delete(partitionOf(board), connection.id);
    return open !== false;
  };

  const longestUnheard = (connections: readonly Connection[]): Connection[] =>
    connections
      .filter(({ seenAt }) => now() - seenAt > trusted)
      .toSorted((a, b) => a.seenAt - b.seenAt);

  const withoutTheGone = async (board: BoardId, connections: readonly Connection[]) => {
    const asked = longestUnheard(connections).slice(0, askedAtOnce);
    const answers = await Promise.all(asked.map((connection) => verify(board, connection)));
    const gone = asked.filter((_, at) => answers[at] === false);
    return connections.filter((connection) => !gone.includes(connection));
  };

  return {
    async join(board, id, watcher) {
      const before = await connectionsOf(state, partitionOf(board));
      const joined = { id, watcher, seenAt: now() };
      await put(board, joined);
      const others = before.filter((connection) => connection.id !== id);
      return toChange(before, [...(await withoutTheGone(board, others)), joined]);
    },
    async leave(board, id) {
      const before = await connectionsOf(state, partitionOf(board));
      await state.delete(partitionOf(board), id);
      const others = before.filter((connection) => connection.id !== id);
      return toChange(before, await withoutTheGone(board, others));
    },
    async sweep(board) {
      const before = await connectionsOf(state, partitionOf(board));
      let after = before;
      const due = longestUnheard(before).slice(0, askedPerSweep);
      for (let at = 0; at < due.length; at += askedAtOnce) {
        const batch = due.slice(at, at + askedAtOnce);
        const open = await withoutTheGone(board, batch);
        after = after.filter((each) => !batch.includes(each) || open.includes(each));
      }
      return toChange(before, after);
    },
    async count(boards) {
      const lists = await Promise.all(
        boards.map((board) => connectionsOf(state, partitionOf(board))),
      );
      return peopleOf(lists.flat()).size;
    },
  };
}

async function connectionsOf(state: StateStore, partition: string): Promise<Connection[]> {
  const entries = await state.list(partition);
  return entries.flatMap(({ key, value }) => {
    const record = recordSchema.safeParse(value);
    return record.success ? [{ id: key, ...record.data }] : [];
  });
}

function toChange(before: readonly Connection[], after: readonly Connection[]): PresenceChange {
  const was = peopleOf(before);
  const is = peopleOf(after);
  return {
    watchers: toWatchers(after.map(({ watcher }) => watcher)),
    changed: was.size !== is.size || [...is].some((userId) => !was.has(userId)),
  };
}

const peopleOf = (connections: readonly Connection[]): ReadonlySet<string> =>
  new Set(connections.map(({ watcher }) => watcher.userId));

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
