import type { HistoryStore } from './history-store.ts';
import type { StateStore } from './state-store.ts';
import { StoreError } from './store-error.ts';

/** Loads a driver when it is first used, so that whoever uses another does not pay for it. */
interface Driver<Store> {
  /** @throws StoreError `store-failed` once closed */
  use(): Promise<Store>;
  close(): Promise<void>;
}

function driver<Store extends { close(): Promise<void> }>(
  load: () => Promise<Store>,
): Driver<Store> {
  let loading: Promise<Store> | undefined;
  let isClosed = false;
  return {
    async use() {
      if (isClosed) throw new StoreError('store-failed', 'The store is closed');
      return (loading ??= load());
    },
    async close() {
      isClosed = true;
      await (await loading)?.close();
    },
  };
}

export function lazyHistoryStore(load: () => Promise<HistoryStore>): HistoryStore {
  const { use, close } = driver(load);
  return {
    append: async (frames) => (await use()).append(frames),
    range: async (query) => (await use()).range(query),
    prune: async (olderThan) => (await use()).prune(olderThan),
    close,
  };
}

export function lazyStateStore(load: () => Promise<StateStore>): StateStore {
  const { use, close } = driver(load);
  return {
    put: async (...record) => (await use()).put(...record),
    get: async (partition, key) => (await use()).get(partition, key),
    list: async (partition) => (await use()).list(partition),
    delete: async (partition, key) => (await use()).delete(partition, key),
    close,
  };
}
