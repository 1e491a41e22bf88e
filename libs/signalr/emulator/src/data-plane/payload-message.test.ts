import { jsonCodec, messagePackCodec } from '@heliograph/signalr-protocol';
import { describe, expect, it } from 'vitest';
import {
  parseJsonPayload,
  parseMessagePackPayload,
  parsePreparedMessage,
} from './payload-message.ts';

const fromHex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('hex');

describe(parseJsonPayload, () => {
  it('refuses bytes that are not UTF-8', () => {
    expect(() => parseJsonPayload(fromHex('7b22746172676574223a22ff227d'))).toThrow(
      expect.objectContaining({ code: 'payload-malformed' }),
    );
  });
});

describe(parseMessagePackPayload, () => {
  it('reads a map, its names in any case', () => {
    // {"Target": "m", "Arguments": [1, "x"]}
    const body = fromHex('82a6546172676574a16da9417267756d656e74739201a178');
    expect(parseMessagePackPayload(body)).toEqual({ type: 1, target: 'm', arguments: [1, 'x'] });
  });

  it.for(['', 'c1', '93', '01', '80', '81a674617267657405', '80c0'])('refuses %j', (body) => {
    expect(() => parseMessagePackPayload(fromHex(body))).toThrow(
      expect.objectContaining({ code: 'payload-malformed' }),
    );
  });
});

describe(parsePreparedMessage, () => {
  // As the Management SDK sends it when both protocols are configured.
  const json =
    '7b2274797065223a312c22746172676574223a226e657773222c22617267756d656e7473223a5b226869222c34322c7b224e616d65223a22c3a9227d5d7d1e';
  const messagePack = '18960180c0a46e65777393a268692a81a44e616d65a2c3a990';
  const both = `82a46a736f6ec43f${json}ab6d6573736167657061636bc419${messagePack}`;

  it('gives each client the bytes of its protocol, as they are', () => {
    const message = parsePreparedMessage(fromHex(both));
    expect(hex(message.encodedFor(jsonCodec)?.payload)).toBe(json);
    expect(hex(message.encodedFor(messagePackCodec)?.payload)).toBe(messagePack);
  });

  it('has nothing for clients of a protocol that is missing', () => {
    const message = parsePreparedMessage(fromHex(`81a46a736f6ec43f${json}`));
    expect(message.encodedFor(messagePackCodec)).toBeUndefined();
  });

  it.for([
    ['no bytes', '81a46a736f6ea178'],
    ['half a message', '81a46a736f6ec4037b7d20'],
    ['two messages', '81a46a736f6ec416' + '7b2274797065223a367d1e'.repeat(2)],
    ['a message and a half', '81a46a736f6ec40c7b2274797065223a367d1e7b'],
    ['another protocol', `81a46a736f6ec419${messagePack}`],
  ])('refuses %s', ([, body]) => {
    expect(() => parsePreparedMessage(fromHex(body ?? ''))).toThrow(
      expect.objectContaining({ code: 'payload-malformed' }),
    );
  });
});
