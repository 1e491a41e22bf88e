import { ProtocolError } from './protocol-error.ts';
import { RawJson } from './raw-json.ts';
import { RawMessagePack } from './raw-message-pack.ts';

/**
 * JSON of a value, raw ones included; what JSON cannot say at all (`undefined`, a function) is
 * `null`.
 *
 * @throws ProtocolError `message-unwritable`
 */
export function writeJsonValue(value: unknown): string {
  if (value instanceof RawJson) return value.text;
  try {
    const plain = value instanceof RawMessagePack ? value.value() : value;
    return JSON.stringify(plain, writable) ?? 'null';
  } catch (cause) {
    throw new ProtocolError('message-unwritable', 'A value has no JSON form', { cause });
  }
}

// TypeScript's libraries do not know this member yet: https://tc39.es/proposal-json-parse-with-source
const { rawJSON } = JSON as JSON & { rawJSON(text: string): unknown };

// JSON has no bytes: base64 is what both reference implementations write. JSON has integers of any
// length, JavaScript's writer only refuses them. The holder is asked for the value because Node's
// `Buffer` has turned itself into something else by the time `value` arrives.
function writable(this: unknown, key: string, value: unknown): unknown {
  const original = (this as Record<string, unknown>)[key];
  if (original instanceof Uint8Array) return Buffer.from(original).toString('base64');
  if (original instanceof RawJson) return rawJSON(original.text);
  if (typeof value === 'bigint') return rawJSON(String(value));
  return value;
}
