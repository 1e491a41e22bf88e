import type { RawJson } from './raw-json.ts';
import type { RawMessagePack } from './raw-message-pack.ts';

/** String pairs that travel with a message. Preserved, not interpreted. */
export type MessageHeaders = Readonly<Record<string, string>>;

/**
 * Arguments of an invocation: decoded values, or the array exactly as it arrived. The latter reaches
 * clients of the same protocol byte for byte, whatever JavaScript's numbers can hold.
 */
export type MessageArguments = readonly unknown[] | RawJson | RawMessagePack;

/** Calls a target of the receiver. With an `invocationId` a completion is expected. */
export interface InvocationMessage {
  readonly type: 1;
  readonly headers?: MessageHeaders;
  readonly invocationId?: string;
  readonly target: string;
  readonly arguments: MessageArguments;
  /** Streams that the caller will upload, in the order of the target's stream parameters. */
  readonly streamIds?: readonly string[];
}

/** One item of a stream. `invocationId` is the id of the stream. */
export interface StreamItemMessage {
  readonly type: 2;
  readonly headers?: MessageHeaders;
  readonly invocationId: string;
  readonly item: unknown;
}

/**
 * Ends an invocation or a stream. Neither `result` nor `error` means: done, without a value. The
 * presence of `result` counts, because `null` and `false` are results too.
 */
export interface CompletionMessage {
  readonly type: 3;
  readonly headers?: MessageHeaders;
  readonly invocationId: string;
  readonly result?: unknown;
  readonly error?: string;
}

/** Calls a target that answers with a stream. */
export interface StreamInvocationMessage {
  readonly type: 4;
  readonly headers?: MessageHeaders;
  readonly invocationId: string;
  readonly target: string;
  readonly arguments: MessageArguments;
  readonly streamIds?: readonly string[];
}

/** The caller has lost interest in an invocation. */
export interface CancelInvocationMessage {
  readonly type: 5;
  readonly headers?: MessageHeaders;
  readonly invocationId: string;
}

/** Says that the sender is alive. */
export interface PingMessage {
  readonly type: 6;
}

/** The last message of a connection. */
export interface CloseMessage {
  readonly type: 7;
  readonly error?: string;
  /** True when a client with automatic reconnect may come back. */
  readonly allowReconnect?: boolean;
}

/** Stateful reconnect: everything up to this number has arrived. */
export interface AckMessage {
  readonly type: 8;
  readonly sequenceId: number;
}

/** Stateful reconnect: the number of the next message, the first thing sent on a new transport. */
export interface SequenceMessage {
  readonly type: 9;
  readonly sequenceId: number;
}

/**
 * Everything that crosses a hub connection after the handshake, told apart by `type`.
 *
 * Reference: https://github.com/dotnet/aspnetcore/blob/main/src/SignalR/docs/specs/HubProtocol.md
 */
export type HubMessage =
  | InvocationMessage
  | StreamItemMessage
  | CompletionMessage
  | StreamInvocationMessage
  | CancelInvocationMessage
  | PingMessage
  | CloseMessage
  | AckMessage
  | SequenceMessage;

/** A message that was read, with the frame it came in. */
export interface ReceivedMessage {
  readonly message: HubMessage;
  /** The message as it stood on the wire, without separator or length. */
  readonly frame: Uint8Array;
}
