import { createHash } from 'node:crypto';

/**
 * Makes a key of Table Storage of any text. Keys cannot hold `/ \ # ?` and control characters, and
 * end at 512 characters, so plain names stay readable and others are known by their SHA-256; the
 * text itself has to be kept beside it.
 *
 * Reference: https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model
 */
export function tableKey(text: string): string {
  if (/^[A-Za-z0-9._-]{1,200}$/.test(text)) return `k-${text}`;
  return `h-${createHash('sha256').update(text).digest('base64url')}`;
}
