import type { HubMessage, ReceivedMessage } from './hub-message.ts';

export type ProtocolName = 'json' | 'messagepack';

/** How a protocol's bytes want to travel: as text or as binary WebSocket messages. */
export type TransferFormat = 'Text' | 'Binary';

export interface HubMessageReader {
  /**
   * Hands out the messages that `chunk` completes, in order, each when it is asked for; all of them
   * have to be asked for. Messages of a type that this version does not know are left out, as the
   * protocol asks.
   *
   * @throws ProtocolError `frame-too-long`, `frame-malformed`, `message-malformed`, once the messages
   *   before the fault are handed out: what they do must not depend on how the stream was cut. The
   *   stream cannot be read on after that.
   */
  read(chunk: Uint8Array): Iterable<ReceivedMessage>;
}

/** One hub protocol: bytes to messages and back. */
export interface HubCodec {
  readonly name: ProtocolName;
  readonly format: TransferFormat;
  /** The highest protocol version spoken; 2 adds stateful reconnect. */
  readonly version: number;
  /** @param maxBytes Longest frame accepted. */
  createReader(maxBytes: number): HubMessageReader;
  /**
   * Writes a whole frame, ready for the wire.
   *
   * @throws ProtocolError `message-unwritable`
   */
  write(message: HubMessage): Uint8Array;
}
