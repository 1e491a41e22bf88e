import type { TokenCredential } from '@azure/identity';
import type { HistoryStore } from './history-store.ts';
import { lazyHistoryStore, lazyStateStore } from './lazy-store.ts';
import { openSqliteHistoryStore } from './sqlite-history-store.ts';
import { openSqliteStateStore } from './sqlite-state-store.ts';
import type { StateStore } from './state-store.ts';
import { parseStoreAddress } from './store-address.ts';

export interface HistoryStoreOptions {
  /**
   * Who we are for Table Storage, where the address has no key: a credential of `@azure/identity`.
   * When absent, `DefaultAzureCredential` finds the managed identity or the developer's own.
   */
  readonly credential?: TokenCredential;
}

export interface StateStoreOptions extends HistoryStoreOptions {
  /** Unix milliseconds. */
  readonly now?: () => number;
}

/**
 * Opens the history at an address such as `sqlite:.heliograph/history.db` or
 * `tables:https://account.table.core.windows.net`. History and small state may share one, also from
 * several processes. Table Storage is asked nothing before the first call.
 *
 * @throws StoreError `address-invalid`, `store-unreadable`, `store-newer`, `store-busy`
 */
export function openHistoryStore(
  address: string,
  { credential }: HistoryStoreOptions = {},
): HistoryStore {
  const parsed = parseStoreAddress(address);
  if (parsed.kind === 'sqlite') return openSqliteHistoryStore(parsed.file);
  return lazyHistoryStore(async () => {
    const tables = await import('./tables/tables-history-store.ts');
    const name = tables.historyTableName;
    return tables.openTablesHistoryStore({ address: parsed, name, credential });
  });
}

/** Opens the small state at an address, as `openHistoryStore` does. @throws StoreError */
export function openStateStore(address: string, options: StateStoreOptions = {}): StateStore {
  const parsed = parseStoreAddress(address);
  const { now = Date.now, credential } = options;
  if (parsed.kind === 'sqlite') return openSqliteStateStore(parsed.file, now);
  return lazyStateStore(async () => {
    const tables = await import('./tables/tables-state-store.ts');
    const name = tables.stateTableName;
    return tables.openTablesStateStore({ address: parsed, name, credential }, now);
  });
}
