import type { TransferFormat } from '@heliograph/signalr-protocol';
import type { EncodedMessage } from './encoded-message.ts';
import { buildMessageFrame } from './web-socket/frame-writer.ts';

export interface FrameBatcher {
  /** The WebSocket frame that carries all messages; whole hub messages only. */
  frame(messages: readonly EncodedMessage[], format: TransferFormat): Buffer;
}

/**
 * Members of a group have the same messages waiting, so the frame of the client before is nearly
 * always the frame of this one. Comparing a few references is far cheaper than copying bytes.
 */
export function createFrameBatcher(): FrameBatcher {
  const last: Record<TransferFormat, { messages: readonly EncodedMessage[]; frame: Buffer }> = {
    Text: { messages: [], frame: Buffer.alloc(0) },
    Binary: { messages: [], frame: Buffer.alloc(0) },
  };

  return {
    frame(messages, format) {
      const [first] = messages;
      if (first !== undefined && messages.length === 1) return first.webSocketFrame(format);
      if (!same(last[format].messages, messages)) {
        const payloads = messages.map(({ payload }) => payload);
        last[format] = {
          messages,
          frame: buildMessageFrame(format, payloads),
        };
      }
      return last[format].frame;
    },
  };
}

function same(one: readonly EncodedMessage[], other: readonly EncodedMessage[]): boolean {
  if (one === other) return true;
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at += 1) {
    if (one[at] !== other[at]) return false;
  }
  return true;
}
