import { opcodes } from '../web-socket/opcode.ts';

export interface ClientFrameOptions {
  /** A number, so that tests can send what does not exist. */
  readonly opcode: number;
  readonly payload?: Uint8Array;
  readonly isFinal?: boolean;
  /** The three reserved bits. */
  readonly reserved?: number;
  /** Absent: 37 fa 21 3d, as in the specification's examples. `undefined`: not masked. */
  readonly mask?: readonly number[] | undefined;
  /** The length as the header has it, where that is to be a lie. */
  readonly announced?: number;
  /** How many bytes the length takes; by default no more than needed. */
  readonly lengthBytes?: 0 | 2 | 8;
}

/** One frame as a client sends it, or as a broken one might. */
export function clientFrame(options: ClientFrameOptions): Buffer {
  const { opcode, payload = new Uint8Array(), isFinal = true, reserved = 0 } = options;
  const mask = 'mask' in options ? options.mask : [0x37, 0xfa, 0x21, 0x3d];
  const length = options.announced ?? payload.length;
  const needed = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const { lengthBytes = needed } = options;
  const short = lengthBytes === 0 ? length : lengthBytes === 2 ? 126 : 127;
  const extended = Array.from({ length: lengthBytes }, (_, at) =>
    Number((BigInt(length) >> BigInt(8 * (lengthBytes - 1 - at))) & 0xffn),
  );
  return Buffer.from([
    (isFinal ? 0x80 : 0) | (reserved << 4) | opcode,
    (mask === undefined ? 0 : 0x80) | short,
    ...extended,
    ...(mask ?? []),
    ...payload.map((byte, at) => byte ^ (mask?.[at % 4] ?? 0)),
  ]);
}

export function textFrame(text: string): Buffer {
  return clientFrame({ opcode: opcodes.text, payload: Buffer.from(text) });
}

/** @param code Absent for a close frame without one. */
export function closeFrame(code?: number, reason: Uint8Array = new Uint8Array()): Buffer {
  const payload = code === undefined ? [] : [code >> 8, code & 0xff, ...reason];
  return clientFrame({ opcode: opcodes.close, payload: Uint8Array.from(payload) });
}
