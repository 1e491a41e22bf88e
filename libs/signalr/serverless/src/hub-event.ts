import * as z from 'zod';
import { ServerlessError } from './serverless-error.ts';

/** Something that happened on a client's connection. */
export interface HubEvent {
  readonly connectionId: string;
  readonly user: ConnectionUser;
  /** Of an invocation, unchecked; otherwise empty. */
  readonly arguments: readonly unknown[];
  /** Why a connection ended, where the service says so. */
  readonly error: string | undefined;
}

/** Whom the connection was opened for, as its token says. */
export interface ConnectionUser {
  /** Absent for an anonymous connection. */
  readonly userId: string | undefined;
  /** The first value of each type; values with a comma arrive cut. */
  readonly claims: Readonly<Record<string, string>>;
}

/** What a SignalR trigger hands to a function; names as the extension writes them. */
const triggerValueSchema = z.object({
  ConnectionId: z.string().min(1),
  UserId: z.string().nullish(),
  Claims: z.record(z.string(), z.string()).nullish(),
  Arguments: z.array(z.unknown()).nullish(),
  Error: z.string().nullish(),
});

/**
 * Reads what a SignalR trigger brought.
 *
 * @throws ServerlessError `event-malformed`
 */
export function readHubEvent(value: unknown): HubEvent {
  const read = triggerValueSchema.safeParse(value);
  if (!read.success) {
    throw new ServerlessError('event-malformed', 'The SignalR trigger brought no invocation', {
      cause: read.error,
    });
  }
  const { ConnectionId, UserId, Claims, Arguments, Error } = read.data;
  return {
    connectionId: ConnectionId,
    user: { userId: UserId || undefined, claims: Claims ?? {} },
    arguments: Arguments ?? [],
    error: Error || undefined,
  };
}
