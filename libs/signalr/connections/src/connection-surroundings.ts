import type { ClientConnection } from './client-connection.ts';
import type { ClientHooks, CloseCategory } from './client-hooks.ts';
import type { ConnectionLimits } from './connection-limits.ts';
import type { FlushScheduler } from './flush-scheduler.ts';

/** What all connections of a runtime share. */
export interface ConnectionSurroundings<Details> {
  readonly limits: ConnectionLimits;
  readonly hooks: ClientHooks<Details>;
  readonly scheduler: FlushScheduler;
  /** Milliseconds. */
  readonly now: () => number;
  /** Makes the connection addressable. */
  opened(connection: ClientConnection<Details>): void;
  /** Makes it unaddressable again; only after `opened`. */
  closed(connection: ClientConnection<Details>): void;
  /** The connection ended, whether it was ever addressable or not. */
  ended(category: CloseCategory): void;
  /** The transport is gone and the host knows everything. */
  finished(connection: ClientConnection<Details>): void;
}

export interface CloseOptions {
  readonly category: CloseCategory;
  /** What the client learns. */
  readonly error?: string | undefined;
  /** What the host learns in its place. */
  readonly detail?: string | undefined;
  /** Whether a client with automatic reconnect may come back. */
  readonly allowReconnect?: boolean;
}
