/**
 * A value of a binary protocol as JSON can hold it, the way the extension's own conversion does:
 * bytes become base64, times ISO 8601, 64-bit integers numbers.
 */
export function toJsonValue(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(toJsonValue);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, toJsonValue(member)]),
  );
}
