import type { TransferFormat } from '@heliograph/signalr-protocol';
import { buildMessageFrame } from './web-socket/frame-writer.ts';

/** A message as the bytes of one hub protocol, shared by everybody who receives it. */
export class EncodedMessage {
  readonly payload: Uint8Array;
  /** How many messages a stateful reconnect counts in it: pings, closes and acks are not counted. */
  readonly counted: number;
  #webSocketFrame: Buffer | undefined;

  constructor(payload: Uint8Array, counted = 0) {
    this.payload = payload;
    this.counted = counted;
  }

  /** A protocol has one format, so one frame is enough. */
  webSocketFrame(format: TransferFormat): Buffer {
    this.#webSocketFrame ??= buildMessageFrame(format, [this.payload]);
    return this.#webSocketFrame;
  }
}
