import { decode } from '@msgpack/msgpack';

/**
 * A value that is kept as the MessagePack bytes it arrived in. A MessagePack writer copies the
 * bytes; others ask for the value.
 */
export class RawMessagePack {
  readonly bytes: Uint8Array;

  /** @param bytes One value, checked to be complete. */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** The value. Integers of 64 bits are `bigint`. @throws Error when a part has no JavaScript form. */
  value(): unknown {
    return decode(this.bytes, { useBigInt64: true, mapKeyConverter: String });
  }
}
