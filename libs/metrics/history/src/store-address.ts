import { StoreError } from './store-error.ts';
import { parseTablesAddress, type TablesAddress } from './tables-address.ts';

/** A SQLite file. */
export interface SqliteAddress {
  readonly kind: 'sqlite';
  readonly file: string;
}

/** Where a store is. The driver is chosen by it. */
export type StoreAddress = SqliteAddress | TablesAddress;

const forms = "'sqlite:' and the path of a file, or with 'tables:' and an Azure storage account";

/**
 * Reads `sqlite:<file>`, `tables:<connection string>` and `tables:https://<account>.table.core.windows.net`.
 * What stands after the scheme may be a secret, so it is not repeated.
 *
 * @throws StoreError `address-invalid`
 */
export function parseStoreAddress(text: string): StoreAddress {
  const colon = text.indexOf(':');
  const scheme = text.slice(0, Math.max(0, colon));
  const rest = text.slice(colon + 1);
  if (scheme === 'tables') return parseTablesAddress(rest);
  if (scheme !== 'sqlite') {
    const found = /^[a-z][a-z0-9+-]{0,30}$/i.test(scheme) ? `'${scheme}:'` : 'no known scheme';
    throw new StoreError(
      'address-invalid',
      `A store's address begins with ${forms}, as in sqlite:.heliograph/history.db; found ${found}`,
    );
  }
  if (rest === '' || rest.includes('\0')) {
    throw new StoreError(
      'address-invalid',
      "A store's address names a file after 'sqlite:', as in sqlite:.heliograph/history.db",
    );
  }
  return { kind: 'sqlite', file: rest };
}
