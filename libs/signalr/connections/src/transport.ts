import type { TransferFormat } from '@heliograph/signalr-protocol';
import type { EncodedMessage } from './encoded-message.ts';

export type TransportName = 'WebSockets' | 'ServerSentEvents' | 'LongPolling';

/** What a transport tells the connection it serves. */
export interface TransportListener {
  received(chunk: Uint8Array): void;
  /**
   * Nothing will arrive or leave any more. Called once.
   *
   * @param graceful Whether the client said goodbye, as opposed to a socket that broke.
   * @param fault What the client did that its transport does not allow. For people.
   */
  closed(graceful: boolean, fault?: string): void;
}

/** Carries whole hub messages to a client, in order, and the client's bytes back. */
export interface Transport {
  readonly name: TransportName;
  readonly formats: readonly TransferFormat[];
  /** True where the transport itself shows that the other side is alive: no pings are sent. */
  readonly inherentKeepAlive: boolean;
  /** Bytes accepted that have not been handed to the operating system. */
  readonly queuedBytes: number;
  send(messages: readonly EncodedMessage[], format: TransferFormat): void;
  /** Stops the client's bytes from arriving while earlier ones are worked on. */
  pause(): void;
  resume(): void;
  /** Ends after what was sent; whoever ignores that is cut off after a short grace. */
  end(): void;
  /** Ends at once. */
  destroy(): void;
  /** Ends at once and tells its listener nothing more; for transports that another one may replace. */
  abandon?(): void;
}
