import type { HubMessageReader } from './hub-codec.ts';
import type { HubMessage, ReceivedMessage } from './hub-message.ts';
import type { FrameReader } from './text-framing.ts';

/** Cuts frames out of what arrives, and reads each as a message. */
export class FramedMessageReader implements HubMessageReader {
  readonly #frames: FrameReader;
  readonly #readMessage: (frame: Uint8Array) => HubMessage | undefined;

  /** @param readMessage Returns nothing for a type that this version does not know. */
  constructor(frames: FrameReader, readMessage: (frame: Uint8Array) => HubMessage | undefined) {
    this.#frames = frames;
    this.#readMessage = readMessage;
  }

  *read(chunk: Uint8Array): Generator<ReceivedMessage> {
    for (const frame of this.#frames.read(chunk)) {
      const message = this.#readMessage(frame);
      if (message !== undefined) yield { message, frame };
    }
  }
}
