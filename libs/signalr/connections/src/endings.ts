/**
 * The ways in which the service itself ends a connection. What a client learns are the texts of the
 * reference implementation, because clients and tests match on them; only the host learns more.
 */
import type { ProtocolError } from '@heliograph/signalr-protocol';
import type { Disconnection } from './client-hooks.ts';
import type { CloseOptions } from './connection-surroundings.ts';
import { createOutboundMessage, type OutboundMessage } from './outbound-message.ts';

const closedWithError = 'Connection closed with an error.';

/** For a client whose bytes cannot be read. */
export function unreadable(error: ProtocolError, maxMessageBytes: number): CloseOptions {
  const text =
    error.code === 'frame-too-long'
      ? `The maximum message size of ${maxMessageBytes}B was exceeded.`
      : closedWithError;
  return { category: 'BadRequest', error: text, detail: error.message, allowReconnect: true };
}

/** For a client that goes on at a message which is not the next one. */
export const outOfSequence: CloseOptions = {
  category: 'BadRequest',
  error: "Sequence ID greater than amount of messages we've received.",
  allowReconnect: true,
};

/** For a client that has pinged, and then has not been heard of for this long. */
export function silent(clientTimeoutMs: number): CloseOptions {
  return {
    category: 'PingTimeout',
    error: closedWithError,
    detail: `The client was silent for ${clientTimeoutMs} ms.`,
    allowReconnect: true,
  };
}

/** For a client that lost its transport and has not come back over another one. */
export const notResumed: Disconnection = {
  category: 'PingTimeout',
  error: 'The client did not reconnect in time.',
};

/** For a client for which more waits than is allowed. */
export const tooSlow: Disconnection = {
  category: 'SlowClient',
  error: 'The client reads more slowly than it is sent to.',
};

/** The last thing that a client is told. */
export function closeMessage({ error, allowReconnect }: CloseOptions): OutboundMessage {
  return createOutboundMessage({
    type: 7,
    ...(error !== undefined && { error }),
    ...(allowReconnect === true && { allowReconnect }),
  });
}
