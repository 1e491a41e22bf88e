/** Times in milliseconds, sizes in bytes. */
export interface ConnectionLimits {
  /** A ping is due when the last one is older; other traffic does not postpone it. */
  readonly keepAliveMs: number;
  /** Silence after which a client counts as gone. Armed by the client's first ping. */
  readonly clientTimeoutMs: number;
  readonly handshakeTimeoutMs: number;
  /** How long after its negotiation a client may connect. */
  readonly connectTimeoutMs: number;
  /** How long a closed client may take to hang up. */
  readonly closeGraceMs: number;
  /** How long a long poll may wait for something to tell. */
  readonly pollTimeoutMs: number;
  /** How long a client that polls may take to poll again. */
  readonly disconnectTimeoutMs: number;
  /**
   * How long a client with stateful reconnect may be without a transport. 0: stateful reconnect is
   * not offered.
   */
  readonly resumeWindowMs: number;
  /** Bytes sent to such a client and not acknowledged, from which on the next message waits. */
  readonly resumeBufferBytes: number;
  /** How often timers are looked at. */
  readonly heartbeatMs: number;
  /** Longest hub message accepted from a client. */
  readonly maxMessageBytes: number;
  /** Longest handshake request. */
  readonly maxHandshakeBytes: number;
  /**
   * Unsent bytes beyond which a client counts as too slow and is closed; a message is taken as long
   * as no more than this waits before it.
   */
  readonly maxQueuedBytes: number;
  /** Invocations of one client that wait for their turn before its socket is no longer read. */
  readonly maxWaitingInvocations: number;
  /** Negotiations that have not been followed by a connect. */
  readonly maxPendingNegotiations: number;
}

// Times of the service: https://learn.microsoft.com/azure/azure-signalr/signalr-concept-client-disconnections
export const defaultLimits: ConnectionLimits = {
  keepAliveMs: 15_000,
  clientTimeoutMs: 30_000,
  handshakeTimeoutMs: 15_000,
  connectTimeoutMs: 15_000,
  closeGraceMs: 2_000,
  pollTimeoutMs: 90_000,
  disconnectTimeoutMs: 15_000,
  resumeWindowMs: 30_000,
  resumeBufferBytes: 100_000,
  heartbeatMs: 1_000,
  maxMessageBytes: 1024 * 1024,
  maxHandshakeBytes: 32 * 1024,
  maxQueuedBytes: 4 * 1024 * 1024,
  maxWaitingInvocations: 16,
  maxPendingNegotiations: 10_000,
};
