/** What a frame is. Reference: RFC 6455, section 11.8 */
export const opcodes = {
  continuation: 0x0,
  text: 0x1,
  binary: 0x2,
  close: 0x8,
  ping: 0x9,
  pong: 0xa,
} as const;

export type Opcode = (typeof opcodes)[keyof typeof opcodes];

const known: ReadonlySet<number> = new Set(Object.values(opcodes));
const firstControl = 0x8;

export function isOpcode(value: number): value is Opcode {
  return known.has(value);
}

/** Control frames are short, whole, and may stand between the frames of a message. */
export function isControl(opcode: Opcode): boolean {
  return opcode >= firstControl;
}
