import { isControl, isOpcode, opcodes, type Opcode } from './opcode.ts';
import { WebSocketError } from './web-socket-error.ts';

/** The header of a frame that a client sent. */
export interface FrameHeader {
  /** Whether the message ends with this frame. */
  readonly isFinal: boolean;
  readonly opcode: Opcode;
  /** Of the payload, in bytes. */
  readonly length: number;
  /** The four bytes that the payload is masked with; the first one is the most significant. */
  readonly mask: number;
  /** Of the header itself, in bytes. */
  readonly size: number;
}

const finalBit = 0x80;
const reservedBits = 0x70;
const opcodeBits = 0x0f;
const maskBit = 0x80;
const lengthBits = 0x7f;
const maskBytes = 4;
const maxControlBytes = 125;

/**
 * Reads a header that begins at `at`; `undefined` while it is incomplete. What is wrong is found as
 * soon as the byte that makes it wrong has come.
 *
 * Reference: RFC 6455, section 5.2
 *
 * @throws WebSocketError `protocol-violated`
 */
export function readFrameHeader(bytes: Uint8Array, at: number): FrameHeader | undefined {
  const [first, second] = [bytes[at], bytes[at + 1]];
  if (first === undefined) return undefined;
  const opcode = first & opcodeBits;
  const isFinal = (first & finalBit) !== 0;
  if ((first & reservedBits) !== 0) throw violation('A reserved bit is set');
  if (!isOpcode(opcode)) throw violation(`The opcode ${opcode} is reserved`);
  if (isControl(opcode) && !isFinal) throw violation('A control frame is fragmented');
  if (second === undefined) return undefined;
  if ((second & maskBit) === 0) throw violation('A frame is not masked');
  const short = second & lengthBits;
  if (isControl(opcode) && short > maxControlBytes) throw violation('A control frame is too long');

  const extended = short < 126 ? 0 : short === 126 ? 2 : 8;
  const maskAt = at + 2 + extended;
  if (bytes.length < maskAt) return undefined;
  const length = extended === 0 ? short : readLength(bytes, at + 2, extended);
  if (bytes.length < maskAt + maskBytes) return undefined;
  const mask = readNumber(bytes, maskAt, maskBytes);
  return { isFinal, opcode, length, mask, size: 2 + extended + maskBytes };
}

function readLength(bytes: Uint8Array, at: number, size: 2 | 8): number {
  const length = readNumber(bytes, at, size);
  if (length > Number.MAX_SAFE_INTEGER) throw violation('A length is out of range');
  if (length < (size === 2 ? 126 : 65_536))
    throw violation('A length takes more bytes than needed');
  return length;
}

function readNumber(bytes: Uint8Array, at: number, size: number): number {
  let number = 0;
  for (let index = at; index < at + size; index += 1) number = number * 256 + (bytes[index] ?? 0);
  return number;
}

/** Whether a frame of this kind may come now. @throws WebSocketError `protocol-violated` */
export function checkOrder(opcode: Opcode, isWithinMessage: boolean): void {
  if (isControl(opcode)) return;
  const continues = opcode === opcodes.continuation;
  if (continues && !isWithinMessage) throw violation('Nothing is there to be continued');
  if (!continues && isWithinMessage) throw violation('A message begins before the last one ended');
}

export function violation(message: string): WebSocketError {
  return new WebSocketError('protocol-violated', message);
}
