import { randomBytes } from 'node:crypto';

/** An id that nobody can guess: 16 random bytes as base64url, 22 characters. */
export function newConnectionId(): string {
  return randomBytes(16).toString('base64url');
}
