import { maxKeyLength, maxValueBytes } from './state-store.ts';
import { StoreError } from './store-error.ts';

/** Checks a record and writes its value. @throws StoreError `entry-invalid` */
export function writeEntry(
  partition: string,
  key: string,
  value: unknown,
  expiresAt: number | undefined,
): string {
  for (const [what, text] of Object.entries({ partition, key })) {
    if (text.length < 1 || text.length > maxKeyLength) {
      throw new StoreError(
        'entry-invalid',
        `A ${what} has 1 to ${maxKeyLength} characters, not ${text.length}`,
      );
    }
  }
  if (expiresAt !== undefined && !Number.isSafeInteger(expiresAt)) {
    throw new StoreError('entry-invalid', 'A record expires at a whole number of milliseconds');
  }
  const json = toJson(value);
  const bytes = Buffer.byteLength(json);
  if (bytes > maxValueBytes) {
    throw new StoreError(
      'entry-invalid',
      `The value has ${bytes} bytes; at most ${maxValueBytes} are kept`,
    );
  }
  return json;
}

function toJson(value: unknown): string {
  try {
    const json: unknown = JSON.stringify(value);
    if (typeof json === 'string') return json;
  } catch (reason) {
    throw new StoreError('entry-invalid', 'The value cannot be written as JSON', { cause: reason });
  }
  throw new StoreError('entry-invalid', 'The value cannot be written as JSON');
}
