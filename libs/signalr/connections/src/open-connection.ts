import type { HubCodec, HubMessageReader } from '@heliograph/signalr-protocol';
import type { ConnectionLimits } from './connection-limits.ts';
import type { FlushScheduler } from './flush-scheduler.ts';
import { Outbox } from './outbox.ts';
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
  readonly limits: ConnectionLimits;
  readonly scheduler: FlushScheduler;
  /** More waits for the client than is allowed. */
  overflowed(): void;
}

export function createOpenConnection(options: OpenConnectionOptions): OpenConnection {
  const { codec, transport, isResumable, limits, scheduler, overflowed } = options;
  const { maxQueuedBytes, resumeBufferBytes, resumeWindowMs: windowMs } = limits;
  const way = { transport, scheduler, maxQueuedBytes, overflowed };
  const resumption = isResumable
    ? new StatefulReconnect({ ...way, codec, resumeBufferBytes, windowMs })
    : undefined;
  return {
    codec,
    reader: codec.createReader(limits.maxMessageBytes),
    outbox: resumption?.outbox ?? new Outbox({ ...way, format: codec.format }),
    resumption,
  };
}

/** The same connection over another transport. What had come of a message comes again as a whole. */
export function resumedConnection(
  open: OpenConnection,
  { maxMessageBytes }: ConnectionLimits,
): OpenConnection {
  return { ...open, reader: open.codec.createReader(maxMessageBytes) };
}
