import { encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HubMessage } from './hub-message.ts';
import { messagePackCodec } from './message-pack-codec.ts';
import { RawJson } from './raw-json.ts';
import { RawMessagePack } from './raw-message-pack.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const fromHex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
const raw = (text: string) => new RawMessagePack(fromHex(text));
const readAll = (chunk: Uint8Array, maxBytes = 4096) => [
  ...messagePackCodec.createReader(maxBytes).read(chunk),
];
const read = (text: string) => readAll(fromHex(text)).map(({ message }) => message);

describe('the messagepack codec, reading', () => {
  // Bytes as other implementations write them.
  it.for<[string, HubMessage]>([
    ['0d950180c0a4666972659201a178', { type: 1, target: 'fire', arguments: raw('9201a178') }],
    [
      '0c960180a137a4666972659090',
      { type: 1, invocationId: '7', target: 'fire', arguments: raw('90') },
    ],
    [
      '11970180a137a4666972659090a46d6f7265',
      { type: 1, invocationId: '7', target: 'fire', arguments: raw('90') },
    ],
    [
      '0f950181a161a162a137a46669726590',
      { type: 1, headers: { a: 'b' }, invocationId: '7', target: 'fire', arguments: raw('90') },
    ],
    [
      '0d950480a131a673747265616d90',
      { type: 4, invocationId: '1', target: 'stream', arguments: raw('90') },
    ],
    ['06940380a13702', { type: 3, invocationId: '7' }],
    ['07950380a130032a', { type: 3, invocationId: '0', result: raw('2a') }],
    ['08950380a13001a165', { type: 3, invocationId: '0', error: 'e' }],
    ['06940280a13105', { type: 2, invocationId: '1', item: raw('05') }],
    ['05930580a131', { type: 5, invocationId: '1' }],
    ['029106', { type: 6 }],
    ['039207c0', { type: 7 }],
    ['059307a165c3', { type: 7, error: 'e', allowReconnect: true }],
    ['03920803', { type: 8, sequenceId: 3 }],
    ['03920904', { type: 9, sequenceId: 4 }],
  ])('reads %s', ([text, message]) => {
    expect(read(text)).toEqual([message]);
  });

  it('leaves out a message of an unknown type and reads on', () => {
    expect(read('029163029106')).toEqual([{ type: 6 }]);
  });

  it.for([
    ['02a178', 'Expected a MessagePack array.'],
    ['00', 'The MessagePack message ends too early.'],
    ['0190', "Missing required property 'type'."],
    ['0291c1', 'The byte 0xc1 is not MessagePack.'],
    ['0b9501c0a137a46669726590', "Expected 'headers' to be of type Map."],
    ['06950180c0a090', "Missing required property 'target'."],
    ['07950180c0a17480', "Expected 'arguments' to be of type Array."],
    ['06940180c0a174', "Missing required property 'arguments'."],
    ['07950480c0a17490', "Missing required property 'invocationId'."],
    ['06940380a13009', 'Invalid invocation result kind.'],
    ['03910606', 'Bytes follow the MessagePack array.'],
    ['0591ddffffff', 'The MessagePack message ends too early.'],
  ])('refuses %s: %s', ([text = '', message]) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({ code: 'message-malformed', message }),
    );
  });

  it('refuses headers that announce more than the frame can hold, before making room for it', () => {
    // 200 nested arrays of a million elements each: gigabytes, were they believed.
    const bomb = `95 01 80 c0 a174 ${'dd000fffff'.repeat(200)}`.replaceAll(' ', '');
    const length = bomb.length / 2;
    const prefix = Buffer.of((length & 0x7f) | 0x80, length >> 7).toString('hex');
    expect(() => read(prefix + bomb)).toThrow('ends too early');
  });

  it('refuses a frame over the limit as soon as its length is known', () => {
    expect(readAll(fromHex('7f'), 127)).toEqual([]);
    expect(() => readAll(fromHex('8001'), 127)).toThrow(
      expect.objectContaining({ code: 'frame-too-long' }),
    );
    expect(() => read('ffffffffff')).toThrow(expect.objectContaining({ code: 'frame-malformed' }));
  });

  it.for([
    ['02910602a178', 'message-malformed'],
    ['029106ffffffffff', 'frame-malformed'],
    ['0291068101', 'frame-too-long'],
  ])('hands out what comes before a fault in the same chunk (%s)', ([chunk = '', code]) => {
    const messages = messagePackCodec.createReader(127).read(fromHex(chunk))[Symbol.iterator]();
    expect(messages.next().value).toMatchObject({ message: { type: 6 } });
    expect(() => messages.next()).toThrow(expect.objectContaining({ code }));
  });

  it('reads the same messages wherever the stream is cut', () => {
    const stream = fromHex('0d950180c0a4666972659201a178029106' + '06940380a13702');
    const whole = readAll(stream);
    expect(whole).toHaveLength(3);
    for (let at = 0; at <= stream.length; at += 1) {
      const reader = messagePackCodec.createReader(99);
      const parts = [...reader.read(stream.subarray(0, at)), ...reader.read(stream.subarray(at))];
      expect(parts).toEqual(whole);
    }
  });

  it('never throws anything but a ProtocolError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (noise) => {
        try {
          readAll(Uint8Array.of(noise.length, ...noise), 200);
        } catch (error) {
          expect(error).toHaveProperty('name', 'ProtocolError');
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the messagepack codec, writing', () => {
  it.for<[HubMessage, string]>([
    [
      { type: 1, target: 'newMessage', arguments: ['hi'] },
      '14960180c0aa6e65774d65737361676591a2686990',
    ],
    [{ type: 3, invocationId: '0', result: 42 }, '07950380a130032a'],
    [{ type: 3, invocationId: '7' }, '06940380a13702'],
    [{ type: 3, invocationId: '0', error: 'e' }, '08950380a13001a165'],
    [{ type: 6 }, '029106'],
    [{ type: 7 }, '049307c0c2'],
    [{ type: 7, error: 'e', allowReconnect: true }, '059307a165c3'],
    [{ type: 8, sequenceId: 1 }, '03920801'],
  ])('writes a message of type $0.type as $1', ([message, text]) => {
    expect(hex(messagePackCodec.write(message))).toBe(text);
  });

  it('prefixes lengths of more than seven bits', () => {
    const frame = messagePackCodec.write({ type: 1, target: 'x'.repeat(200), arguments: [] });
    expect(frame[0]).toBe((208 & 0x7f) | 0x80);
    expect(frame[1]).toBe(208 >> 7);
    expect(frame).toHaveLength(210);
  });

  it('writes whole numbers as integers, exactly, and other numbers as floats', () => {
    const json =
      '[1700000000000,18446744073709551615,-9223372036854775808,1.5,12345678901234567890123]';
    const frame = messagePackCodec.write({ type: 1, target: 't', arguments: new RawJson(json) });
    const [received] = messagePackCodec.createReader(999).read(frame);
    const message = received?.message;
    const values = message?.type === 1 && message.arguments instanceof RawMessagePack;
    expect(values && message.arguments.value()).toEqual([
      1_700_000_000_000n,
      18_446_744_073_709_551_615n,
      -9_223_372_036_854_775_808n,
      1.5,
      12_345_678_901_234_567_890_123,
    ]);
  });

  it('writes a replacement character for text that is no Unicode, as no reader takes it otherwise', () => {
    const write = (bad: string): string =>
      hex(
        messagePackCodec.write({ type: 1, target: 'm', arguments: [bad, { [bad]: [`a${bad}b`] }] }),
      );
    expect(write('\ud800')).toBe(write('\ufffd'));
  });

  it('copies arguments that arrived as MessagePack, whatever they hold', () => {
    const args = '93c702010203d7ff1d5353005e0d5da5810102';
    const message: HubMessage = { type: 1, target: 't', arguments: raw(args) };
    expect(hex(messagePackCodec.write(message))).toContain(args);
  });

  it('refuses what nests too deeply', () => {
    const deep = new RawJson(`${'['.repeat(600)}${']'.repeat(600)}`);
    expect(() => messagePackCodec.write({ type: 1, target: 't', arguments: deep })).toThrow(
      expect.objectContaining({ code: 'message-unwritable' }),
    );
  });

  it('reads back what it wrote, for any arguments', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.array(fc.jsonValue()), (target, args) => {
        const frame = messagePackCodec.write({ type: 1, target, arguments: args });
        const [received] = messagePackCodec.createReader(1e6).read(frame);
        expect(received?.message).toMatchObject({ type: 1, target });
      }),
    );
  });

  it('writes the same bytes as the reference library for ordinary values', () => {
    const item = [1, -1, 'é', { a: [null, true, 1.5] }, new Date(0), Uint8Array.of(1, 2)];
    const frame = messagePackCodec.write({ type: 2, invocationId: '1', item });
    expect(hex(frame)).toContain(hex(encode(item)));
  });
});
