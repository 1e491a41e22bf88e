import type { Transport, TransportName } from './transport.ts';

const transferFormats: Readonly<Record<TransportName, Transport['formats']>> = {
  WebSockets: ['Text', 'Binary'],
  ServerSentEvents: ['Text'],
  LongPolling: ['Text', 'Binary'],
};

export type NegotiateVersion = 0 | 1;

/**
 * The negotiate version to answer with, or why there is none. A version above ours is answered as
 * ours. Texts are those of the reference implementation.
 */
export function readNegotiateVersion(
  query: URLSearchParams,
): { version: NegotiateVersion } | { error: string } {
  const entry = [...query].find(([name]) => name.toLowerCase() === 'negotiateversion');
  const text = entry?.[1] ?? '0';
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

export interface NegotiateAnswerOptions {
  readonly version: NegotiateVersion;
  readonly connectionId: string;
  /** The secret that opens a transport. In version 0 it is the id itself. */
  readonly connectionToken: string;
  /** In the order in which a client should try them. */
  readonly transports: readonly TransportName[];
}

/** The body of a negotiate response. Clients depend on spelling and order. */
export function negotiateAnswer(options: NegotiateAnswerOptions): object {
  const { version, connectionId, connectionToken, transports } = options;
  return {
    negotiateVersion: version,
    connectionId,
    ...(version === 1 && { connectionToken }),
    availableTransports: transports.map((transport) => ({
      transport,
      transferFormats: transferFormats[transport],
    })),
  };
}
