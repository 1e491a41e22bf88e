import type { ProtocolError } from '@heliograph/signalr-protocol';
import type { CloseOptions } from './connection-surroundings.ts';

// Texts of the reference implementation: clients and tests match on them.

/** What a client learns whose handshake could not be read. */
export function handshakeRefusal(error: ProtocolError): string {
  if (error.code === 'frame-too-long') return 'Handshake was canceled.';
  return `An unexpected error occurred during connection handshake. ${error.message}`;
}

/** How a connection ends whose bytes could not be read; only the host learns the detail. */
export function messageRefusal(error: ProtocolError, maxMessageBytes: number): CloseOptions {
  const text =
    error.code === 'frame-too-long'
      ? `The maximum message size of ${maxMessageBytes}B was exceeded.`
      : 'Connection closed with an error.';
  return { category: 'BadRequest', error: text, detail: error.message, allowReconnect: true };
}

/** How a connection ends whose client goes on at a message that is not the next one. */
export const sequenceRefusal: CloseOptions = {
  category: 'BadRequest',
  error: "Sequence ID greater than amount of messages we've received.",
  allowReconnect: true,
};
