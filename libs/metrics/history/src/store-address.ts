import { StoreError } from './store-error.ts';

/** Where a store is. The driver is chosen by it. */
export interface StoreAddress {
  readonly kind: 'sqlite';
  readonly file: string;
}

/**
 * Reads `sqlite:<file>`. What stands after an unknown scheme may be a secret, so it is not repeated.
 *
 * @throws StoreError `address-invalid`
 */
export function parseStoreAddress(text: string): StoreAddress {
  const colon = text.indexOf(':');
  const scheme = text.slice(0, Math.max(0, colon));
  if (scheme !== 'sqlite') {
    const found = /^[a-z][a-z0-9+-]{0,30}$/i.test(scheme) ? `'${scheme}:'` : 'no known scheme';
    throw new StoreError(
      'address-invalid',
      `A store's address begins with 'sqlite:' and the path of a file, as in sqlite:.heliograph/history.db; found ${found}`,
    );
  }
  const file = text.slice(colon + 1);
  if (file === '' || file.includes('\0')) {
    throw new StoreError(
      'address-invalid',
      "A store's address names a file after 'sqlite:', as in sqlite:.heliograph/history.db",
    );
  }
  return { kind: 'sqlite', file };
}
