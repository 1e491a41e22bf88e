import type { Change } from './table.ts';

/** Most changes of a transaction. */
const maxChanges = 100;
/** Of the 4 MiB that a transaction's request may have; the rest is room for its own headers. */
const maxBytes = 3 * 1024 * 1024;
/** What keys, properties' names and the part's headers come to, at most. */
const overhead = 2048;

/**
 * Cuts changes into transactions, each within one partition and within the service's limits, and
 * leaves them in order.
 *
 * Reference: https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions
 */
export function toTransactions(changes: readonly Change[]): Change[][] {
  const transactions: Change[][] = [];
  let current: Change[] = [];
  let bytes = 0;
  for (const change of changes) {
    const size = sizeOf(change);
    const partition = current[0]?.[1].partitionKey;
    const fits =
      partition === change[1].partitionKey &&
      current.length < maxChanges &&
      bytes + size <= maxBytes;
    if (!fits) {
      current = [];
      bytes = 0;
      transactions.push(current);
    }
    current.push(change);
    bytes += size;
  }
  return transactions;
}

function sizeOf([, row]: Change): number {
  let size = overhead;
  for (const value of Object.values(row)) {
    // Bytes travel as base64, which writes three as four.
    if (value instanceof Uint8Array) size += Math.ceil((value.length * 4) / 3);
    else if (typeof value === 'string') size += Buffer.byteLength(value);
  }
  return size;
}
