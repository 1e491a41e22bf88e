import type { HistoryStore } from './history-store.ts';
import { openSqliteHistoryStore } from './sqlite-history-store.ts';
import { openSqliteStateStore } from './sqlite-state-store.ts';
import type { StateStore } from './state-store.ts';
import { parseStoreAddress } from './store-address.ts';

export interface StateStoreOptions {
  /** Unix milliseconds. */
  readonly now?: () => number;
}

/**
 * Opens the history at an address such as `sqlite:.heliograph/history.db`. History and small state
 * may share one, also from several processes.
 *
 * @throws StoreError `address-invalid`, `store-unreadable`, `store-newer`, `store-busy`
 */
export function openHistoryStore(address: string): HistoryStore {
  return openSqliteHistoryStore(parseStoreAddress(address).file);
}

/** Opens the small state at an address, as `openHistoryStore` does. @throws StoreError */
export function openStateStore(address: string, options: StateStoreOptions = {}): StateStore {
  return openSqliteStateStore(parseStoreAddress(address).file, options.now ?? Date.now);
}
