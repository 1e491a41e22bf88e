import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

interface Entry {
  readonly payload: AdapterPayload;
  /** Unix milliseconds. */
  readonly expiresAt: number;
}

export interface MemoryAdapterOptions {
  /** Most records kept; the oldest goes first. */
  readonly capacity?: number;
  /** Unix milliseconds. */
  readonly now?: () => number;
}

/** What ends with its grant. An interaction names a grant too, and must live on: it may give a new one. */
const tokens: ReadonlySet<string> = new Set(['AccessToken', 'AuthorizationCode', 'RefreshToken']);

/**
 * Keeps the provider's sessions, grants and tokens in memory, bounded. One factory is one store:
 * two providers in one process share nothing.
 */
export function createMemoryAdapter(options: MemoryAdapterOptions = {}): AdapterFactory {
  const { capacity = 10_000, now = Date.now } = options;
  const entries = new Map<string, Entry>();

  const find = (key: string): AdapterPayload | undefined => {
    const entry = entries.get(key);
    if (entry && entry.expiresAt <= now()) {
      entries.delete(key);
      return undefined;
    }
    return entry?.payload;
  };

  // A map iterates in the order of insertion: what is written again moves to the end.
  const makeRoom = (): void => {
    for (const [key, { expiresAt }] of entries) {
      if (entries.size < capacity && expiresAt > now()) return;
      entries.delete(key);
    }
  };

  const findWhere = (
    model: string,
    matches: (payload: AdapterPayload) => boolean,
  ): AdapterPayload | undefined => {
    for (const key of entries.keys()) {
      const payload = key.startsWith(`${model}:`) ? find(key) : undefined;
      if (payload && matches(payload)) return payload;
    }
    return undefined;
  };

  return (model): Adapter => ({
    async upsert(id, payload, expiresIn) {
      const key = `${model}:${id}`;
      entries.delete(key);
      makeRoom();
      const expiresAt = expiresIn === undefined ? Infinity : now() + expiresIn * 1000;
      entries.set(key, { payload, expiresAt });
    },
    async find(id) {
      return find(`${model}:${id}`);
    },
    async findByUid(uid) {
      return findWhere(model, (payload) => payload.uid === uid);
    },
    async findByUserCode(userCode) {
      return findWhere(model, (payload) => payload.userCode === userCode);
    },
    async consume(id) {
      const payload = find(`${model}:${id}`);
      if (payload) payload.consumed = Math.floor(now() / 1000);
    },
    async destroy(id) {
      entries.delete(`${model}:${id}`);
    },
    async revokeByGrantId(grantId) {
      for (const [key, { payload }] of entries) {
        if (payload.grantId === grantId && tokens.has(key.split(':', 1)[0] ?? ''))
          entries.delete(key);
      }
    },
  });
}
