import { randomFillSync } from 'node:crypto';

const idBytes = 16;
/** Asking for random bytes costs the same for one id as for many. */
const pool = Buffer.allocUnsafeSlow(256 * idBytes);
let used = pool.length;

/** An id that nobody can guess: 16 random bytes as base64url, 22 characters. */
export function newConnectionId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const id = pool.toString('base64url', used, used + idBytes);
  used += idBytes;
  return id;
}
