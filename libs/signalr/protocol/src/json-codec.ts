import { FramedMessageReader } from './framed-message-reader.ts';
import type { HubCodec } from './hub-codec.ts';
import type { HubMessage, MessageArguments } from './hub-message.ts';
import { writeJsonValue } from './json-value.ts';
import { readJsonMessage } from './json-message.ts';
import { ProtocolError } from './protocol-error.ts';
import { RawJson } from './raw-json.ts';
import { RawMessagePack } from './raw-message-pack.ts';
import { TextFrameReader } from './text-framing.ts';
import { toUtf8 } from './utf8.ts';

/** The hub protocol `json`: JSON documents, each ended by a record separator. */
export const jsonCodec: HubCodec = {
  name: 'json',
  format: 'Text',
  version: 2,

  createReader(maxBytes) {
    return new FramedMessageReader(new TextFrameReader(maxBytes), readJsonMessage);
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
        headers: message.headers && writeJsonValue(message.headers),
        invocationId: message.invocationId && writeJsonValue(message.invocationId),
        target: writeJsonValue(message.target),
        arguments: argumentsText(message.arguments),
        streamIds: message.streamIds && writeJsonValue(message.streamIds),
      });
    case 2:
      return object(2, {
        headers: message.headers && writeJsonValue(message.headers),
        invocationId: writeJsonValue(message.invocationId),
        item: writeJsonValue(message.item),
      });
    case 3:
      if (message.error !== undefined && 'result' in message) {
        throw new ProtocolError('message-unwritable', 'A completion has a result or an error');
      }
      return object(3, {
        headers: message.headers && writeJsonValue(message.headers),
        invocationId: writeJsonValue(message.invocationId),
        result: 'result' in message ? writeJsonValue(message.result) : undefined,
        error: message.error === undefined ? undefined : writeJsonValue(message.error),
      });
    case 5:
      return object(5, {
        headers: message.headers && writeJsonValue(message.headers),
        invocationId: writeJsonValue(message.invocationId),
      });
    case 6:
      return '{"type":6}';
    case 7:
      return object(7, {
        error: message.error === undefined ? undefined : writeJsonValue(message.error),
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
  return isRaw(args) ? writeJsonValue(args) : `[${args.map(writeJsonValue).join(',')}]`;
}

function isRaw(args: MessageArguments): args is RawJson | RawMessagePack {
  return args instanceof RawJson || args instanceof RawMessagePack;
}
