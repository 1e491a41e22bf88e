import type { HubCodec } from './hub-codec.ts';
import type { HubMessage, MessageArguments, ReceivedMessage } from './hub-message.ts';
import { readJsonMessage } from './json-message.ts';
import { ProtocolError } from './protocol-error.ts';
import { RawJson } from './raw-json.ts';
import { RawMessagePack } from './raw-message-pack.ts';
import { createTextFrameReader } from './text-framing.ts';
import { toUtf8 } from './utf8.ts';

/** The hub protocol `json`: JSON documents, each ended by a record separator. */
export const jsonCodec: HubCodec = {
  name: 'json',
  format: 'Text',
  version: 2,

  createReader(maxBytes) {
    const frames = createTextFrameReader(maxBytes);
    return {
      read(chunk) {
        const messages: ReceivedMessage[] = [];
        for (const frame of frames.read(chunk)) {
          const message = readJsonMessage(frame);
          if (message !== undefined) messages.push({ message, frame });
        }
        return messages;
      },
    };
  },

  write(message) {
    return toUtf8(`${jsonText(message)}\u001e`);
  },
};

function jsonText(message: HubMessage): string {
  switch (message.type) {
    case 1:
    case 4:
      return object(message.type, {
        headers: message.headers && json(message.headers),
        invocationId: message.invocationId && json(message.invocationId),
        target: json(message.target),
        arguments: argumentsText(message.arguments),
        streamIds: message.streamIds && json(message.streamIds),
      });
    case 2:
      return object(2, {
        headers: message.headers && json(message.headers),
        invocationId: json(message.invocationId),
        item: json(message.item),
      });
    case 3:
      if (message.error !== undefined && 'result' in message) {
        throw new ProtocolError('message-unwritable', 'A completion has a result or an error');
      }
      return object(3, {
        headers: message.headers && json(message.headers),
        invocationId: json(message.invocationId),
        result: 'result' in message ? json(message.result) : undefined,
        error: message.error === undefined ? undefined : json(message.error),
      });
    case 5:
      return object(5, {
        headers: message.headers && json(message.headers),
        invocationId: json(message.invocationId),
      });
    case 6:
      return '{"type":6}';
    case 7:
      return object(7, {
        error: message.error === undefined ? undefined : json(message.error),
        allowReconnect: message.allowReconnect === true ? 'true' : undefined,
      });
    case 8:
    case 9:
      return object(message.type, { sequenceId: String(message.sequenceId) });
  }
}

function object(type: number, members: Readonly<Record<string, string | undefined>>): string {
  let text = `{"type":${type}`;
  for (const [name, value] of Object.entries(members)) {
    if (value) text += `,"${name}":${value}`;
  }
  return `${text}}`;
}

function argumentsText(args: MessageArguments): string {
  return isRaw(args) ? json(args) : `[${args.map(json).join(',')}]`;
}

function isRaw(args: MessageArguments): args is RawJson | RawMessagePack {
  return args instanceof RawJson || args instanceof RawMessagePack;
}

/** JSON of a value; what JSON cannot say at all (`undefined`, a function) is `null`. */
function json(value: unknown): string {
  if (value instanceof RawJson) return value.text;
  try {
    const plain = value instanceof RawMessagePack ? value.value() : value;
    return JSON.stringify(plain, writable) ?? 'null';
  } catch (cause) {
    throw new ProtocolError('message-unwritable', 'A value has no JSON form', { cause });
  }
}

// TypeScript's libraries do not know this member yet: https://tc39.es/proposal-json-parse-with-source
const { rawJSON } = JSON as JSON & { rawJSON(text: string): unknown };

// JSON has no bytes: base64 is what both reference implementations write. JSON has integers of any
// length, JavaScript's writer only refuses them. The holder is asked for the value because Node's
// `Buffer` has turned itself into something else by the time `value` arrives.
function writable(this: unknown, key: string, value: unknown): unknown {
  const original = (this as Record<string, unknown>)[key];
  if (original instanceof Uint8Array) return Buffer.from(original).toString('base64');
  if (original instanceof RawJson) return rawJSON(original.text);
  if (typeof value === 'bigint') return rawJSON(String(value));
  return value;
}
