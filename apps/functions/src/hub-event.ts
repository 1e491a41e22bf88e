import { trigger } from '@azure/functions';
import { liveHub, settingNames } from '@heliograph/contracts';
import * as z from 'zod';
import { BackendError } from './backend-error.ts';
import { readCaller, type Caller } from './caller.ts';

/** Something that happened on a client's connection. */
export interface HubEvent {
  readonly connectionId: string;
  /** Absent for a connection that was not opened through our negotiate. */
  readonly caller: Caller | undefined;
  readonly arguments: readonly unknown[];
}

/** What a SignalR trigger hands to a function; names as the extension writes them. */
const triggerValueSchema = z.object({
  ConnectionId: z.string().min(1),
  UserId: z.string().nullish(),
  Claims: z.record(z.string(), z.string()).nullish(),
  Arguments: z.array(z.unknown()).nullish(),
});

/** @throws BackendError `event-malformed` */
export function readHubEvent(value: unknown): HubEvent {
  const read = triggerValueSchema.safeParse(value);
  if (!read.success) {
    throw new BackendError('event-malformed', 'The SignalR trigger brought no invocation', {
      cause: read.error,
    });
  }
  const { ConnectionId, UserId, Claims, Arguments } = read.data;
  return {
    connectionId: ConnectionId,
    caller: readCaller(UserId, Claims ?? {}),
    arguments: Arguments ?? [],
  };
}

/** A trigger for an event of the live hub. */
export function liveTrigger(category: 'connections' | 'messages', event: string) {
  return trigger.generic({
    type: 'signalRTrigger',
    name: 'hubEvent',
    hubName: liveHub.name,
    category,
    event,
    connectionStringSetting: settingNames.signalRConnection,
  });
}
