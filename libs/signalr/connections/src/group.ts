import type { ClientConnection } from './client-connection.ts';

/**
 * Members of one group: connections that were added themselves, and users whose every connection,
 * present and future, belongs to it until a moment that was agreed on.
 */
export interface Group<Details> {
  readonly name: string;
  readonly connections: Set<ClientConnection<Details>>;
  /** User id to the moment, in milliseconds, at which the membership ends. */
  readonly users: Map<string, number>;
}
