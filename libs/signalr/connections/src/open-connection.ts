import type { HubCodec, HubMessageReader } from '@heliograph/signalr-protocol';
import type { ConnectionLimits } from './connection-limits.ts';
import { Outbox, type OutboxListener, type OutboxSurroundings } from './outbox.ts';
import type { ResumableOutbox } from './resumable-outbox.ts';
import { StatefulReconnect } from './stateful-reconnect.ts';
import type { Transport } from './transport.ts';

/** What a connection has once it has shaken hands. */
export interface OpenConnection {
  readonly codec: HubCodec;
  readonly reader: HubMessageReader;
  readonly outbox: Outbox | ResumableOutbox;
  /** Absent when the connection ends with its transport. */
  readonly resumption: StatefulReconnect | undefined;
}

export interface OpenConnectionOptions {
  readonly codec: HubCodec;
  readonly transport: Transport;
  /** Whether the connection is to outlive its transport. */
  readonly isResumable: boolean;
  readonly surroundings: OutboxSurroundings;
  readonly listener: OutboxListener;
}

export function createOpenConnection(options: OpenConnectionOptions): OpenConnection {
  const { codec, transport, isResumable, surroundings, listener } = options;
  const reader = codec.createReader(surroundings.limits.maxMessageBytes);
  if (isResumable) {
    const resumption = new StatefulReconnect({ transport, codec, surroundings, listener });
    return { codec, reader, outbox: resumption.outbox, resumption };
  }
  const outbox = new Outbox(transport, codec.format, surroundings, listener);
  return { codec, reader, outbox, resumption: undefined };
}

/** The same connection over another transport. What had come of a message comes again as a whole. */
export function resumedConnection(
  open: OpenConnection,
  { maxMessageBytes }: ConnectionLimits,
): OpenConnection {
  return { ...open, reader: open.codec.createReader(maxMessageBytes) };
}
