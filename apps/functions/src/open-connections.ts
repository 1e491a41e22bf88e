import { createHash } from 'node:crypto';
import type { StateStore } from '@heliograph/metrics-history';

export interface OpenConnectionsOptions {
  readonly state: StateStore;
  /** Asks the service whether a connection is open. */
  readonly isConnected: (connectionId: string) => Promise<boolean>;
  /** Most connections that one person may have. */
  readonly limit: number;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** How many connections each person has: they are paid for, and a tier's number of them is shared. */
export interface OpenConnections {
  /** Whether the person may open no more. */
  isFull(userId: string): Promise<boolean>;
  /** Counts a connection; `false` when it is one too many. */
  open(userId: string, connectionId: string): Promise<boolean>;
  close(userId: string, connectionId: string): Promise<void>;
}

/** How long a connection counts that nobody says is gone, in milliseconds. */
const lease = 12 * 60 * 60 * 1000;

/**
 * Counts in the state store, so for all instances of the backend and beyond a restart. Nobody tells
 * us of connections that ended with the service itself; so before anybody is refused, the service
 * is asked which of theirs are still open. Two connections that open in the same moment may both be
 * the last one that fits.
 */
export function createOpenConnections(options: OpenConnectionsOptions): OpenConnections {
  const { state, isConnected, limit, now } = options;

  /** Ids of all but `except`, without the gone when there are as many as the limit. */
  const others = async (userId: string, except?: string): Promise<string[]> => {
    const partition = partitionOf(userId);
    const ids = (await state.list(partition)).map(({ key }) => key).filter((id) => id !== except);
    if (ids.length < limit) return ids;
    const open = await Promise.all(ids.map((id) => isConnected(id).catch(() => true)));
    const gone = ids.filter((_, at) => open[at] === false);
    await Promise.all(gone.map((id) => state.delete(partition, id)));
    return ids.filter((_, at) => open[at] !== false);
  };

  return {
    isFull: async (userId) => (await others(userId)).length >= limit,
    async open(userId, connectionId) {
      if ((await others(userId, connectionId)).length >= limit) return false;
      await state.put(partitionOf(userId), connectionId, {}, { expiresAt: now() + lease });
      return true;
    },
    async close(userId, connectionId) {
      await state.delete(partitionOf(userId), connectionId);
    },
  };
}

/** A user id may be as long as a partition's name. */
const partitionOf = (userId: string): string =>
  `connections:${createHash('sha256').update(userId).digest('base64url')}`;
