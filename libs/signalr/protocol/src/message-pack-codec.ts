import { BinaryFrameReader, writeBinaryFrame } from './binary-framing.ts';
import { FramedMessageReader } from './framed-message-reader.ts';
import type { HubCodec } from './hub-codec.ts';
import type { CompletionMessage, HubMessage } from './hub-message.ts';
import { readMessagePackMessage } from './message-pack-message.ts';
import { writeMessagePackValue } from './message-pack-value.ts';
import { ProtocolError } from './protocol-error.ts';

/** The hub protocol `messagepack`: MessagePack arrays, each with its length in front. */
export const messagePackCodec: HubCodec = {
  name: 'messagepack',
  format: 'Binary',
  version: 2,

  createReader(maxBytes) {
    return new FramedMessageReader(new BinaryFrameReader(maxBytes), readMessagePackMessage);
  },

  write(message) {
    const items = messageItems(message);
    // An array of up to 15 items has its length in its first byte.
    return writeBinaryFrame([
      Uint8Array.of(0x90 | items.length),
      ...items.map(writeMessagePackValue),
    ]);
  },
};

function messageItems(message: HubMessage): readonly unknown[] {
  switch (message.type) {
    case 1:
    case 4:
      return [
        message.type,
        message.headers ?? {},
        message.invocationId ?? null,
        message.target,
        message.arguments,
        message.streamIds ?? [],
      ];
    case 2:
      return [2, message.headers ?? {}, message.invocationId, message.item];
    case 3:
      return [3, message.headers ?? {}, message.invocationId, ...outcome(message)];
    case 5:
      return [5, message.headers ?? {}, message.invocationId];
    case 6:
      return [6];
    case 7:
      return [7, message.error ?? null, message.allowReconnect === true];
    case 8:
    case 9:
      return [message.type, message.sequenceId];
  }
}

/** How an invocation ended: 1 with an error, 2 without a value, 3 with a result. */
function outcome(message: CompletionMessage): readonly unknown[] {
  if ('result' in message) {
    if (message.error !== undefined) {
      throw new ProtocolError('message-unwritable', 'A completion has a result or an error');
    }
    return [3, message.result];
  }
  return message.error === undefined ? [2] : [1, message.error];
}
