import {
  ProtocolError,
  writeHandshakeResponse,
  type HandshakeReader,
  type HubCodec,
  type TransferFormat,
} from '@heliograph/signalr-protocol';
import { selectCodec } from './codec-selection.ts';
import { EncodedMessage } from './encoded-message.ts';

/** What a client and the service agreed on. */
export interface Agreement {
  readonly codec: HubCodec;
  /** Of the hub protocol. */
  readonly version: number;
  /** What the client said after its handshake, without waiting for the answer. */
  readonly rest: Uint8Array;
}

/**
 * Reads on in a client's handshake: `undefined` while it is incomplete, an error for one that has to
 * be refused. The texts are those of the reference implementation, because clients match on them.
 *
 * @param formats What the transport can carry.
 */
export function readHandshake(
  reader: HandshakeReader,
  chunk: Uint8Array,
  formats: readonly TransferFormat[],
): Agreement | { readonly error: string } | undefined {
  try {
    const handshake = reader.read(chunk);
    if (handshake === undefined) return undefined;
    const { request, rest } = handshake;
    const choice = selectCodec(request, formats);
    return 'error' in choice ? choice : { ...choice, version: request.version, rest };
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    if (error.code === 'frame-too-long') return { error: handshakeCanceled };
    return {
      error: `An unexpected error occurred during connection handshake. ${error.message}`,
    };
  }
}

/** What a client learns that is too slow, says too much, or has to go before it has shaken hands. */
export const handshakeCanceled = 'Handshake was canceled.';

/** One for each format: a message keeps the frame that it was put into first. */
export const handshakeAccepted = {
  Text: new EncodedMessage(writeHandshakeResponse()),
  Binary: new EncodedMessage(writeHandshakeResponse()),
};

export function handshakeRefused(error: string): EncodedMessage {
  return new EncodedMessage(writeHandshakeResponse(error));
}
