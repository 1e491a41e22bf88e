import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clientFrame,
  closeFrame,
  textFrame,
  type ClientFrameOptions,
} from '../testing/client-frame.ts';
import { FrameReader } from './frame-reader.ts';
import { opcodes } from './opcode.ts';
import { WebSocketError } from './web-socket-error.ts';

const { continuation, text, binary, close, ping, pong } = opcodes;

/** What a reader told; bytes that belong to messages are put together again. */
function readAll(chunks: readonly Uint8Array[]) {
  const said: string[] = [];
  let bytes = Buffer.alloc(0);
  const reader = new FrameReader({
    messageBytes: (part) => (bytes = Buffer.concat([bytes, part])),
    ping: (payload) => void said.push(`ping ${Buffer.from(payload).toString()}`),
    close: (code) => void said.push(`close ${code}`),
  });
  try {
    // Copies, because a reader unmasks in place.
    for (const chunk of chunks) reader.read(Buffer.from(chunk));
  } catch (error) {
    if (!(error instanceof WebSocketError)) throw error;
    said.push(`${error.code} ${error.closeCode}`);
  }
  return { text: bytes.toString(), said, isAtRest: reader.isAtRest };
}

const frame = (options: ClientFrameOptions) => clientFrame(options);
const bytes = (length: number) => new Uint8Array(length).fill(0x61);
const utf8 = (string: string) => Buffer.from(string);

describe(FrameReader, () => {
  it.for([0, 1, 125, 126, 127, 128, 999, 1000])('reads a message of %i bytes', (length) => {
    for (const opcode of [text, binary]) {
      const read = readAll([frame({ opcode, payload: bytes(length) })]);
      expect(read).toEqual({ text: 'a'.repeat(length), said: [], isAtRest: true });
    }
  });

  it('reads a message whose length takes eight bytes', () => {
    let length = 0;
    const reader = new FrameReader({
      messageBytes: (part) => (length += part.length),
      ping: () => undefined,
      close: () => undefined,
    });
    reader.read(frame({ opcode: binary, payload: bytes(70_000) }));
    expect(length).toBe(70_000);
  });

  it('puts a message together that comes in frames, whatever stands between them', () => {
    const { said, text: read } = readAll([
      frame({ opcode: text, payload: utf8('Hel'), isFinal: false }),
      frame({ opcode: ping, payload: utf8('1') }),
      frame({ opcode: continuation, isFinal: false }),
      frame({ opcode: pong, payload: utf8('unasked') }),
      frame({ opcode: continuation, payload: utf8('lo') }),
      textFrame(', world'),
    ]);
    expect(read).toBe('Hello, world');
    expect(said).toEqual(['ping 1']);
  });

  it('reads nothing after a close frame', () => {
    const read = readAll([closeFrame(1000), textFrame('more'), Buffer.from('noise')]);
    expect(read).toEqual({ text: '', said: ['close 1000'], isAtRest: false });
  });

  it.for([
    [undefined, 1005],
    ...[1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014].map(same),
    ...[3000, 3999, 4000, 4999].map(same),
  ] as const)('takes a close with code %s', ([code, told]) => {
    expect(readAll([closeFrame(code)]).said).toEqual([`close ${told}`]);
  });

  it.for([0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535])(
    'refuses a close with code %i',
    (code) => {
      expect(readAll([closeFrame(code)]).said).toEqual(['protocol-violated 1002']);
    },
  );

  it('takes a close with a reason of up to 123 bytes, in UTF-8', () => {
    expect(readAll([closeFrame(1000, utf8('é'.repeat(61)))]).said).toEqual(['close 1000']);
    expect(readAll([closeFrame(1000, Uint8Array.of(0xff))]).said).toEqual(['text-malformed 1007']);
  });

  it.for<[string, Buffer]>([
    ['is not masked', frame({ opcode: text, payload: utf8('a'), mask: undefined })],
    ...[1, 2, 4, 7].map((reserved): [string, Buffer] => [
      `has reserved bits ${reserved}`,
      frame({ opcode: text, reserved }),
    ]),
    ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode): [string, Buffer] => [
      `has the reserved opcode ${opcode}`,
      frame({ opcode }),
    ]),
    ...[close, ping, pong].flatMap((opcode): [string, Buffer][] => [
      [`is control frame ${opcode} in parts`, frame({ opcode, isFinal: false })],
      [`is control frame ${opcode} of 126 bytes`, frame({ opcode, payload: bytes(126) })],
    ]),
    ['is a close frame with half a code', frame({ opcode: close, payload: bytes(1) })],
    ['continues nothing', frame({ opcode: continuation, payload: bytes(1) })],
    ['takes two bytes for a short length', frame({ opcode: text, announced: 125, lengthBytes: 2 })],
    ['takes eight for one of two', frame({ opcode: text, announced: 65_535, lengthBytes: 8 })],
    ['announces 2^63 bytes', frame({ opcode: text, announced: 2 ** 63, lengthBytes: 8 })],
  ])('refuses a frame that %s', ([, wrong]) => {
    expect(readAll([wrong]).said).toEqual(['protocol-violated 1002']);
  });

  it('refuses a message that begins within another', () => {
    for (const opcode of [text, binary]) {
      const begun = frame({ opcode, payload: bytes(1), isFinal: false });
      expect(readAll([begun, textFrame('b')]).said).toEqual(['protocol-violated 1002']);
    }
  });

  it('does not wait for the rest of a frame whose first bytes are wrong already', () => {
    expect(readAll([Buffer.of(0x83)]).said).toEqual(['protocol-violated 1002']);
    expect(readAll([Buffer.of(0x81, 0x01)]).said).toEqual(['protocol-violated 1002']);
  });

  it('hands on what has come of a message, however long it says that it is', () => {
    const begun = frame({ opcode: binary, payload: bytes(600), announced: 2 ** 53 - 1 });
    expect(readAll([begun])).toEqual({ text: 'a'.repeat(600), said: [], isAtRest: false });
  });

  it.for([
    ['a lone continuation byte', [0x80]],
    ['an overlong form', [0xc0, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['a character that ends early', [0x61, 0xe2, 0x82]],
    ['a code point beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
  ] as const)('refuses text with %s, whole or in frames', ([, wrong]) => {
    const payload = Uint8Array.from(wrong);
    expect(readAll([frame({ opcode: text, payload })]).said).toEqual(['text-malformed 1007']);
    for (let cut = 0; cut <= payload.length; cut += 1) {
      const parts = [
        frame({ opcode: text, payload: payload.subarray(0, cut), isFinal: false }),
        frame({ opcode: continuation, payload: payload.subarray(cut) }),
      ];
      expect(readAll(parts).said).toEqual(['text-malformed 1007']);
    }
    expect(readAll([frame({ opcode: binary, payload })]).said).toEqual([]);
  });

  it('accepts a character that is cut in two by frames', () => {
    const euro = utf8('€');
    const { text: read, said } = readAll([
      frame({ opcode: text, payload: euro.subarray(0, 1), isFinal: false }),
      frame({ opcode: continuation, payload: euro.subarray(1) }),
    ]);
    expect([read, said]).toEqual(['€', []]);
  });

  const anyFrames = fc.array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }).map(textFrame),
      fc.uint8Array({ maxLength: 300 }).map((payload) => frame({ opcode: binary, payload })),
      fc.string({ maxLength: 20 }).map((p) => frame({ opcode: ping, payload: utf8(p) })),
      fc.array(fc.uint8Array({ maxLength: 9 }), { minLength: 1, maxLength: 5 }).map(fragmented),
      fc.uint8Array({ minLength: 1, maxLength: 12 }).map((noise) => Buffer.from(noise)),
      fc.constant(closeFrame(1001)),
    ),
    { maxLength: 8 },
  );

  it('tells the same of any bytes, wherever they are cut', () => {
    fc.assert(
      fc.property(anyFrames, fc.array(fc.nat(200)), (frames, sizes) => {
        const stream = Buffer.concat(frames);
        const whole = readAll([stream]);
        const chunks: Uint8Array[] = [];
        let at = 0;
        for (const size of [...sizes, stream.length]) {
          chunks.push(stream.subarray(at, at + size));
          at += size;
        }
        const { text: read, said } = readAll(chunks);
        // What comes before a mistake may have been handed on before the mistake was seen.
        const isRight = whole.said.every((entry) => !/\d{4}$/.test(entry) || /^close/.test(entry));
        if (isRight) expect(read).toBe(whole.text);
        expect(said).toEqual(whole.said);
      }),
      { numRuns: 500 },
    );
  });

  it('refuses or reads random bytes, and throws nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 })), (chunks) => {
        for (const entry of readAll(chunks).said) expect(entry).toMatch(/^(ping|close|\S+ 10)/);
      }),
      { numRuns: 1000 },
    );
  });
});

function same(code: number): [number, number] {
  return [code, code];
}

/** A binary message in as many frames as there are parts. */
function fragmented(parts: readonly Uint8Array[]): Buffer {
  const frames = parts.map((payload, at) =>
    frame({
      opcode: at === 0 ? binary : continuation,
      payload,
      isFinal: at === parts.length - 1,
    }),
  );
  return Buffer.concat(frames);
}
