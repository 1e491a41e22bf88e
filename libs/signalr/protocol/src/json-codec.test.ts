import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonCodec } from './json-codec.ts';
import type { HubMessage } from './hub-message.ts';
import { RawJson } from './raw-json.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (frame: Uint8Array) => new TextDecoder().decode(frame);
const readAll = (chunk: Uint8Array, maxBytes = 1024) => [
  ...jsonCodec.createReader(maxBytes).read(chunk),
];
const read = (json: string) => readAll(bytes(`${json}\u001e`)).map(({ message }) => message);

describe('the json codec, reading', () => {
  it.for<[string, HubMessage]>([
    [
      '{"type":1,"target":"send","arguments":[42,"x"]}',
      { type: 1, target: 'send', arguments: new RawJson('[42,"x"]') },
    ],
    [
      '{ "arguments" : [ 1 ] , "x": {"target":"no"}, "target":"fire", "invocationId":"9", "type":1 }',
      { type: 1, invocationId: '9', target: 'fire', arguments: new RawJson('[ 1 ]') },
    ],
    [
      '{"type":1,"headers":{"k":"v"},"target":"t","arguments":[],"streamIds":["1"]}',
      {
        type: 1,
        target: 't',
        arguments: new RawJson('[]'),
        headers: { k: 'v' },
        streamIds: ['1'],
      },
    ],
    [
      '{"type":1,"invocationId":"","target":"t","arguments":[]}',
      { type: 1, target: 't', arguments: new RawJson('[]') },
    ],
    [
      '{"type":2,"invocationId":"1","item":null}',
      { type: 2, invocationId: '1', item: new RawJson('null') },
    ],
    ['{"type":3,"invocationId":"1"}', { type: 3, invocationId: '1' }],
    [
      '{"type":3,"invocationId":"1","result":false}',
      { type: 3, invocationId: '1', result: new RawJson('false') },
    ],
    ['{"type":3,"invocationId":"1","error":"e"}', { type: 3, invocationId: '1', error: 'e' }],
    [
      '{"type":4,"invocationId":"1","target":"t","arguments":[]}',
      { type: 4, invocationId: '1', target: 't', arguments: new RawJson('[]') },
    ],
    ['{"type":5,"invocationId":"1"}', { type: 5, invocationId: '1' }],
    ['{"type":6}', { type: 6 }],
    ['{"type":7}', { type: 7 }],
    ['{"type":7,"error":"e","allowReconnect":true}', { type: 7, error: 'e', allowReconnect: true }],
    ['{"type":7,"allowReconnect":"yes"}', { type: 7 }],
    ['{"type":8,"sequenceId":3}', { type: 8, sequenceId: 3 }],
    ['{"type":9,"sequenceId":4}', { type: 9, sequenceId: 4 }],
  ])('reads %s', ([json, message]) => {
    expect(read(json)).toEqual([message]);
  });

  it('leaves out a message of an unknown type and reads on', () => {
    expect(read('{"type":99}\u001e{"type":6}')).toEqual([{ type: 6 }]);
  });

  it.for([
    ['nonsense', 'Error reading JSON.'],
    ['{"type":6} x', 'Error reading JSON.'],
    ['{"type":1,"target":"t","arguments":[1,]}', 'Error reading JSON.'],
    ['[1]', 'Expected a JSON Object.'],
    ['null', 'Expected a JSON Object.'],
    ['{"target":"t","arguments":[]}', "Missing required property 'type'."],
    ['{"type":"1","target":"t","arguments":[]}', "Expected 'type' to be of type Number."],
    ['{"type":1,"arguments":[]}', "Missing required property 'target'."],
    ['{"type":1,"target":"","arguments":[]}', "Missing required property 'target'."],
    ['{"type":1,"target":"t"}', "Missing required property 'arguments'."],
    ['{"type":1,"target":"t","arguments":null}', "Expected 'arguments' to be of type Array."],
    ['{"type":1,"target":"t","arguments":{}}', "Expected 'arguments' to be of type Array."],
    [
      '{"type":1,"target":"t","arguments":[],"invocationId":1}',
      "Expected 'invocationId' to be of type String.",
    ],
    ['{"type":4,"target":"t","arguments":[]}', "Missing required property 'invocationId'."],
    ['{"type":2,"invocationId":"1"}', "Missing required property 'item'."],
    [
      '{"type":3,"invocationId":"1","result":1,"error":"e"}',
      "The 'error' and 'result' properties are mutually exclusive.",
    ],
    ['{"type":5}', "Missing required property 'invocationId'."],
    ['{"type":8}', "Missing required property 'sequenceId'."],
    ['{"type":9,"sequenceId":"1"}', "Expected 'sequenceId' to be of type Number."],
  ])('refuses %s: %s', ([json = '', message]) => {
    expect(() => read(json)).toThrow(
      expect.objectContaining({ code: 'message-malformed', message }),
    );
  });

  it('refuses bytes that are not UTF-8', () => {
    const frame = Uint8Array.of(...bytes('{"type":6,"x":"'), 0xff, ...bytes('"}\u001e'));
    expect(() => readAll(frame)).toThrow(expect.objectContaining({ code: 'frame-malformed' }));
  });

  it('refuses a frame that outgrows the limit before its separator arrives', () => {
    expect(() => readAll(bytes('{"type":6'), 8)).toThrow(
      expect.objectContaining({ code: 'frame-too-long' }),
    );
  });

  it('reads the same messages wherever the stream is cut', () => {
    const stream = bytes(
      '{"type":6}\u001e{"type":1,"target":"ä","arguments":["\\u001e€"]}\u001e{"type":7}\u001e',
    );
    const whole = readAll(stream);
    expect(whole).toHaveLength(3);
    for (let at = 0; at <= stream.length; at += 1) {
      const reader = jsonCodec.createReader(1024);
      const parts = [...reader.read(stream.subarray(0, at)), ...reader.read(stream.subarray(at))];
      expect(parts).toEqual(whole);
    }
  });

  it.for([
    ['{"type":6}\u001e{"type":1}\u001e', 'message-malformed'],
    [`{"type":6}\u001e${' '.repeat(99)}`, 'frame-too-long'],
  ])('hands out what comes before a fault in the same chunk (%j)', ([chunk = '', code]) => {
    const messages = jsonCodec.createReader(64).read(bytes(chunk))[Symbol.iterator]();
    expect(messages.next().value).toMatchObject({ message: { type: 6 } });
    expect(() => messages.next()).toThrow(expect.objectContaining({ code }));
  });

  it('keeps the frame as it stood on the wire', () => {
    const frame = '{ "type":1, "target":"t", "arguments":[1e400, 12345678901234567890] }';
    expect(readAll(bytes(`${frame}\u001e`))[0]?.frame).toEqual(bytes(frame));
  });

  it('never throws anything but a ProtocolError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        try {
          readAll(noise, 150);
        } catch (error) {
          expect(error).toHaveProperty('name', 'ProtocolError');
        }
      }),
    );
  });
});

describe('the json codec, writing', () => {
  it.for<[HubMessage, string]>([
    [{ type: 1, target: 't', arguments: [] }, '{"type":1,"target":"t","arguments":[]}'],
    [
      { type: 1, target: 't', arguments: new RawJson('[ 1e400 ,12345678901234567890]') },
      '{"type":1,"target":"t","arguments":[ 1e400 ,12345678901234567890]}',
    ],
    [
      { type: 1, invocationId: '1', target: 't', arguments: [undefined, null, 1n, [2n ** 64n]] },
      '{"type":1,"invocationId":"1","target":"t","arguments":[null,null,1,[18446744073709551616]]}',
    ],
    [
      { type: 1, target: 't', arguments: [Buffer.from([1, 2]), { b: Uint8Array.of(3) }] },
      '{"type":1,"target":"t","arguments":["AQI=",{"b":"Aw=="}]}',
    ],
    [{ type: 2, invocationId: '1', item: 0 }, '{"type":2,"invocationId":"1","item":0}'],
    [{ type: 3, invocationId: '1' }, '{"type":3,"invocationId":"1"}'],
    [{ type: 3, invocationId: '1', result: null }, '{"type":3,"invocationId":"1","result":null}'],
    [{ type: 3, invocationId: '1', error: '' }, '{"type":3,"invocationId":"1","error":""}'],
    [{ type: 6 }, '{"type":6}'],
    [{ type: 7 }, '{"type":7}'],
    [{ type: 7, allowReconnect: false }, '{"type":7}'],
    [{ type: 7, error: 'e', allowReconnect: true }, '{"type":7,"error":"e","allowReconnect":true}'],
    [{ type: 8, sequenceId: 0 }, '{"type":8,"sequenceId":0}'],
  ])('writes a message of type $0.type as $1', ([message, json]) => {
    expect(text(jsonCodec.write(message))).toBe(`${json}\u001e`);
  });

  it('refuses a completion with both result and error', () => {
    expect(() => jsonCodec.write({ type: 3, invocationId: '1', result: 1, error: 'e' })).toThrow(
      expect.objectContaining({ code: 'message-unwritable' }),
    );
  });

  it('reads back what it wrote, for any arguments', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.array(fc.jsonValue()), (target, args) => {
        const [received] = jsonCodec
          .createReader(1e6)
          .read(jsonCodec.write({ type: 1, target, arguments: args }));
        const message = received?.message;
        expect(message).toMatchObject({ type: 1, target });
        expect(message?.type === 1 && message.arguments).toEqual(new RawJson(JSON.stringify(args)));
      }),
    );
  });
});
