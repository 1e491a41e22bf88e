import type { TransferFormat } from '@heliograph/signalr-protocol';

const opcodes: Readonly<Record<TransferFormat, number>> = { Text: 0x1, Binary: 0x2 };
const fin = 0x80;

/**
 * Builds one unmasked, unfragmented WebSocket message that holds all payloads.
 *
 * The bytes are the same for every receiver, so they are built once and written to each socket;
 * `ws` would build a header and issue a write for every client. Not from Node's buffer pool: a frame
 * that waits for a slow client would keep 8 KB of other people's bytes alive.
 *
 * Reference: RFC 6455, section 5.2
 */
export function buildWebSocketFrame(
  format: TransferFormat,
  payloads: readonly Uint8Array[],
): Buffer {
  const length = payloads.reduce((sum, payload) => sum + payload.length, 0);
  const headerLength = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafeSlow(headerLength + length);
  frame[0] = fin | opcodes[format];
  if (headerLength === 2) {
    frame[1] = length;
  } else if (headerLength === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  let at = headerLength;
  for (const payload of payloads) {
    frame.set(payload, at);
    at += payload.length;
  }
  return frame;
}
