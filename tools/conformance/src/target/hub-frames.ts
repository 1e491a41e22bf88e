import { decode, encode } from '@msgpack/msgpack';

const separator = '\u001e';

/** JSON messages as they travel: each followed by the record separator. */
export const jsonFrames = (...messages: object[]): string =>
  messages.map((message) => JSON.stringify(message) + separator).join('');

/** The messages of a chunk that holds whole ones. @throws Error when it does not */
export function readJsonFrames(chunk: string): unknown[] {
  if (!chunk.endsWith(separator)) throw new Error(`Not whole messages: ${JSON.stringify(chunk)}`);
  return chunk
    .slice(0, -1)
    .split(separator)
    .map((json) => JSON.parse(json) as unknown);
}

/** MessagePack messages as they travel: each after its length. */
export function packFrames(...messages: unknown[][]): Buffer {
  return Buffer.concat(
    messages.flatMap((message) => {
      const payload = encode(message);
      return [writeLength(payload.length), payload];
    }),
  );
}

/** The messages of a chunk that holds whole ones. @throws Error when it does not */
export function readPackFrames(chunk: Buffer): unknown[] {
  const messages: unknown[] = [];
  for (let at = 0; at < chunk.length;) {
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = chunk[at++];
      if (byte === undefined) throw new Error('A length is cut off');
      length |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    if (at + length > chunk.length) throw new Error('A message is cut off');
    messages.push(decode(chunk.subarray(at, at + length)));
    at += length;
  }
  return messages;
}

function writeLength(length: number): Buffer {
  const bytes: number[] = [];
  do {
    const low = length & 0x7f;
    length >>>= 7;
    bytes.push(length > 0 ? low | 0x80 : low);
  } while (length > 0);
  return Buffer.from(bytes);
}
