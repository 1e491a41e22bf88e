import type { TransferFormat } from '@heliograph/signalr-protocol';
import { closeCodes } from './close-code.ts';
import { opcodes, type Opcode } from './opcode.ts';

const dataOpcodes: Readonly<Record<TransferFormat, Opcode>> = {
  Text: opcodes.text,
  Binary: opcodes.binary,
};
const finalBit = 0x80;

/**
 * Builds one WebSocket message in one frame that holds all payloads.
 *
 * The bytes are the same for every receiver, so they are built once and written to each socket. A
 * server masks nothing.
 */
export function buildMessageFrame(format: TransferFormat, payloads: readonly Uint8Array[]): Buffer {
  return buildFrame(dataOpcodes[format], payloads);
}

export function buildPongFrame(payload: Uint8Array): Buffer {
  return buildFrame(opcodes.pong, [payload]);
}

/** @param code 1005 for a close frame without a code. */
export function buildCloseFrame(code: number): Buffer {
  const payload = code === closeCodes.none ? [] : [Uint8Array.of(code >> 8, code & 0xff)];
  return buildFrame(opcodes.close, payload);
}

/**
 * Not from Node's buffer pool: a frame that waits for a slow client would keep 8 KB of other
 * people's bytes alive.
 *
 * Reference: RFC 6455, section 5.2
 */
function buildFrame(opcode: Opcode, payloads: readonly Uint8Array[]): Buffer {
  const length = payloads.reduce((sum, payload) => sum + payload.length, 0);
  const headerLength = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafeSlow(headerLength + length);
  frame[0] = finalBit | opcode;
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
