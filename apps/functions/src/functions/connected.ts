import { app, type FunctionHandler } from '@azure/functions';
import { roleGroup } from '@heliograph/contracts';
import { liveTrigger, readHubEvent, type HubEvent } from '../hub-event.ts';
import { liveOutput, type LiveAction } from '../live-output.ts';

/** Somebody connected: their connection joins the groups of their roles. */
export function registerConnected(): void {
  app.generic('connected', {
    trigger: liveTrigger('connections', 'connected'),
    extraOutputs: [liveOutput],
    handler: connected,
  });
}

export const connected: FunctionHandler = async (value: unknown, context) => {
  context.extraOutputs.set(liveOutput, joinRoleGroups(readHubEvent(value)));
};

function joinRoleGroups({ caller, connectionId }: HubEvent): LiveAction[] {
  return (caller?.roles ?? []).map((role) => ({
    action: 'add',
    groupName: roleGroup(role),
    connectionId,
  }));
}
