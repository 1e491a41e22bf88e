import type {
  CompletionMessage,
  InvocationMessage,
  StreamInvocationMessage,
  StreamItemMessage,
} from '@heliograph/signalr-protocol';
import type { IncomingHttpHeaders } from 'node:http';
import type { ClientConnection } from './client-connection.ts';
import type { OutboundMessage } from './outbound-message.ts';

/** A client asks to negotiate or to connect. */
export interface ClientRequest {
  readonly headers: IncomingHttpHeaders;
  /** The query of the request's URL. May hold secrets: a connection token, an access token. */
  readonly query: URLSearchParams;
  /** The access token, wherever this kind of request carries it. A secret. */
  readonly accessToken: string | undefined;
}

/** Who may come in. */
export interface Admission<Details> {
  readonly hub: string;
  readonly userId?: string | undefined;
  /** What the host wants to find again on the connection. Not asked for by a mere negotiation. */
  details(): Details;
}

/** Who may not, and the HTTP answer that says so. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Why a connection ended, as Azure Monitor names the categories. */
export const closeCategories = [
  'Normal',
  'PingTimeout',
  'SlowClient',
  'BadRequest',
  'HandshakeError',
  'ClosedByAppServer',
  'ServiceReload',
  'Unauthorized',
] as const;

export type CloseCategory = (typeof closeCategories)[number];

export interface Disconnection {
  readonly category: CloseCategory;
  /** Absent when nothing went wrong. For people, without secrets. */
  readonly error?: string | undefined;
}

/**
 * What the host of the runtime decides. For one connection `connected`, `invoked` and `disconnected`
 * are called one at a time and in this order; the next call waits for the promise of the one before.
 */
export interface ClientHooks<Details> {
  /** Decides, at once, on every HTTP request of a client, before anything is kept of it. */
  admit(request: ClientRequest): Admission<Details> | Refusal;
  /** The handshake is done and the connection can be addressed; no message of it was looked at yet. */
  connected(connection: ClientConnection<Details>): Promise<unknown>;
  /**
   * A client invokes a target.
   *
   * @param frame The message as it stood on the wire, without separator or length.
   * @returns Framed bytes in the connection's protocol that are written as they are.
   */
  invoked(
    connection: ClientConnection<Details>,
    message: InvocationMessage | StreamInvocationMessage,
    frame: Uint8Array,
  ): Promise<Uint8Array | undefined>;
  /** A client answers an invocation of ours, or sends an item of a stream. Called at once. */
  answered(
    connection: ClientConnection<Details>,
    message: CompletionMessage | StreamItemMessage,
  ): void;
  disconnected(connection: ClientConnection<Details>, why: Disconnection): Promise<unknown>;
  /**
   * Whether there is room for one more client. Asked after `admit`, when a client negotiates and
   * again when it opens its transport; absent, there always is.
   *
   * @param connections Transports that are open now, those that still owe a handshake among them.
   */
  makeRoom?(step: 'negotiate' | 'connect', connections: number): Refusal | undefined;
  /** A transport was opened. Called at once, and for each exactly one `ended` follows. */
  began?(): void;
  /** A connection ended, whether it had shaken hands or not. Called at once. */
  ended?(category: CloseCategory): void;
  /**
   * A message was queued for clients of a hub. Called once for each protocol among them, however
   * many they are.
   *
   * @param bytes Of the message in this protocol, as each of the receivers gets it.
   */
  sent?(hub: string, message: OutboundMessage, bytes: number, receivers: number): void;
  /** Something an operator may want to know. Connection ids yes, tokens never. */
  log(entry: ConnectionLogEntry): void;
}

export interface ConnectionLogEntry {
  readonly event:
    'connected' | 'detached' | 'resumed' | 'disconnected' | 'handshake-refused' | 'hook-failed';
  readonly connectionId: string;
  readonly hub: string;
  readonly userId?: string | undefined;
  readonly detail?: string | undefined;
}
