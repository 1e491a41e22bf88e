import { decode, encode } from '@msgpack/msgpack';
import { messagePackItems } from './message-pack-items.ts';
import { malformed } from './message-reader.ts';
import { ProtocolError } from './protocol-error.ts';
import { RawJson } from './raw-json.ts';
import { RawMessagePack } from './raw-message-pack.ts';

/** JSON may nest; a value beyond this depth is an attack on recursion rather than data. */
const maxDepth = 500;
const maxUint32 = 2 ** 32 - 1;
const minInt32 = -(2 ** 31);

/** @throws ProtocolError `message-unwritable` */
export function writeMessagePackValue(value: unknown): Uint8Array {
  if (value instanceof RawMessagePack) return value.bytes;
  try {
    return encode(toEncodable(value, 0), { useBigInt64: true, ignoreUndefined: true, maxDepth });
  } catch (cause) {
    throw new ProtocolError('message-unwritable', 'A value has no MessagePack form', { cause });
  }
}

/**
 * Reads one value whose bytes have been checked to be complete. Integers of 64 bits become `bigint`,
 * so none is rounded.
 *
 * @throws ProtocolError `message-malformed`
 */
export function readMessagePackValue(bytes: Uint8Array): unknown {
  try {
    return decode(bytes, { useBigInt64: true, mapKeyConverter: String });
  } catch (cause) {
    throw malformed('Error reading MessagePack.', cause);
  }
}

/**
 * Reads one value from bytes that nobody has looked at yet.
 *
 * @throws ProtocolError `message-malformed`
 */
export function readMessagePackDocument(bytes: Uint8Array): unknown {
  const array = new Uint8Array(bytes.length + 1);
  array[0] = 0x91;
  array.set(bytes, 1);
  // As the only item of an array it is checked to be complete, and to be all there is.
  const [item] = messagePackItems(array);
  return readMessagePackValue(item ?? bytes);
}

/**
 * Integers that need 64 bits have to reach the encoder as `bigint`: it would write them as floats,
 * which typed clients do not take for integers. Beyond 64 bits only a float is left.
 */
function toEncodable(value: unknown, depth: number): unknown {
  if (depth > maxDepth) throw new RangeError(`A value nests deeper than ${maxDepth} levels`);
  if (typeof value === 'number') {
    const needs64 = Number.isSafeInteger(value) && (value > maxUint32 || value < minInt32);
    return needs64 ? BigInt(value) : value;
  }
  if (typeof value === 'bigint') {
    const fits = value >= 0n ? value < 2n ** 64n : value >= -(2n ** 63n);
    return fits ? value : Number(value);
  }
  // The encoder would write a lone surrogate as bytes that are no UTF-8, and readers refuse those.
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof RawJson || value instanceof RawMessagePack) {
    return toEncodable(value.value(), depth);
  }
  if (Array.isArray(value)) return value.map((item: unknown) => toEncodable(item, depth + 1));
  if (value instanceof Uint8Array || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name.toWellFormed(),
      toEncodable(member, depth + 1),
    ]),
  );
}
