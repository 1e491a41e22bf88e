import { parameterValues } from './parameter-values.ts';
import type { Transport, TransportName } from './transport.ts';

interface AvailableTransport {
  readonly transport: TransportName;
  readonly transferFormats: Transport['formats'];
}

/** In the order in which clients should try them. */
const availableTransports: readonly AvailableTransport[] = [
  { transport: 'WebSockets', transferFormats: ['Text', 'Binary'] },
  { transport: 'ServerSentEvents', transferFormats: ['Text'] },
  { transport: 'LongPolling', transferFormats: ['Text', 'Binary'] },
];

export type NegotiateVersion = 0 | 1;

/**
 * The negotiate version to answer with, or why there is none. A version above ours is answered as
 * ours. Texts are those of the reference implementation.
 */
export function readNegotiateVersion(
  query: URLSearchParams,
): { version: NegotiateVersion } | { error: string } {
  const [text = '0'] = parameterValues(query, 'negotiateversion');
  if (!/^[+-]?\d+$/.test(text)) {
    return { error: 'The client requested a non-integer protocol version.' };
  }
  const version = Number(text);
  if (version < 0) {
    return {
      error: `The client requested version '${version}', but the server does not support this version.`,
    };
  }
  return { version: version >= 1 ? 1 : 0 };
}

/** Whether the client would reconnect without losing its connection. */
export function wantsStatefulReconnect(query: URLSearchParams): boolean {
  const [text] = parameterValues(query, 'usestatefulreconnect');
  return text?.trim().toLowerCase() === 'true';
}

export interface NegotiateAnswerOptions {
  readonly version: NegotiateVersion;
  readonly connectionId: string;
  /** The secret that opens a transport. In version 0 it is the id itself. */
  readonly connectionToken: string;
  /** Announced only to clients that asked for it: others take it for a fault. */
  readonly statefulReconnect: boolean;
}

/** The body of a negotiate response. Clients depend on spelling and order. */
export function negotiateAnswer(options: NegotiateAnswerOptions): object {
  const { version, connectionId, connectionToken, statefulReconnect } = options;
  return {
    negotiateVersion: version,
    connectionId,
    ...(version === 1 && { connectionToken }),
    ...(statefulReconnect && { useStatefulReconnect: true }),
    availableTransports,
  };
}
