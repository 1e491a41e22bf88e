import { describe, expect, it } from 'vitest';
import { createHandshakeReader, writeHandshakeResponse } from './handshake.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const request = '{"protocol":"json","version":1,"x":{"y":[1]}}\u001e';

describe(createHandshakeReader, () => {
  it('returns the bytes after the separator, which belong to the protocol', () => {
    expect(createHandshakeReader(64).read(bytes(`${request}{"type":6}\u001e`))).toEqual({
      request: { protocol: 'json', version: 1 },
      rest: bytes('{"type":6}\u001e'),
    });
  });

  it('reads a request that arrives byte by byte', () => {
    const reader = createHandshakeReader(64);
    const answers = Array.from(bytes(request), (byte) => reader.read(Uint8Array.of(byte)));
    expect(answers.filter(Boolean)).toEqual([
      { request: { protocol: 'json', version: 1 }, rest: new Uint8Array() },
    ]);
  });

  it.for([
    ['', 'The handshake is not JSON.'],
    ['hello', 'The handshake is not JSON.'],
    ['[]', 'Expected a JSON Object.'],
    ['{}', "Missing required property 'protocol'."],
    ['{"protocol":"json"}', "Missing required property 'version'."],
    ['{"protocol":null,"version":1}', "Expected 'protocol' to be of type String."],
    ['{"protocol":"json","version":"1"}', "Expected 'version' to be of type Number."],
    ['{"type":1,"target":"t","arguments":[]}', "Missing required property 'protocol'."],
  ])('refuses %j: %s', ([text, message]) => {
    expect(() => createHandshakeReader(64).read(bytes(`${text}\u001e`))).toThrow(
      expect.objectContaining({ code: 'handshake-malformed', message }),
    );
  });

  it('refuses a request that is longer than the limit, finished or not', () => {
    for (const tail of ['', '\u001e']) {
      expect(() => createHandshakeReader(8).read(bytes(`{"protocol"${tail}`))).toThrow(
        expect.objectContaining({ code: 'frame-too-long' }),
      );
    }
  });
});

describe(writeHandshakeResponse, () => {
  it('accepts with an empty object and refuses with an error', () => {
    expect(new TextDecoder().decode(writeHandshakeResponse())).toBe('{}\u001e');
    expect(new TextDecoder().decode(writeHandshakeResponse('no'))).toBe('{"error":"no"}\u001e');
  });
});
