import { app, type FunctionHandler } from '@azure/functions';
import { liveHub, roleGroup } from '@heliograph/contracts';
import { clientInvocation } from '@heliograph/signalr-contract';
import type { Backend } from '../backend.ts';
import type { Caller } from '../caller.ts';
import { liveTrigger, readHubEvent } from '../hub-event.ts';
import { liveOutput, type LiveAction } from '../live-output.ts';

/** Somebody connected: their connection joins the groups of their roles and learns who it is. */
export function registerConnected(backend: Backend): void {
  app.generic('connected', {
    trigger: liveTrigger('connections', 'connected'),
    extraOutputs: [liveOutput],
    handler: createConnected(backend),
  });
}

export function createConnected({ now }: Pick<Backend, 'now'>): FunctionHandler {
  return async (value: unknown, context) => {
    const { caller, connectionId } = readHubEvent(value);
    const actions = caller ? welcome(caller, connectionId, now()) : [];
    context.extraOutputs.set(liveOutput, actions);
  };
}

/** Groups first, so that whoever was greeted has them. */
function welcome(caller: Caller, connectionId: string, serverTime: number): LiveAction[] {
  const { userId, name, roles } = caller;
  const greeting = { connectionId, userId, name, roles: [...roles], serverTime };
  return [
    ...roles.map((role) => ({ action: 'add' as const, groupName: roleGroup(role), connectionId })),
    { ...clientInvocation(liveHub, 'greeting', greeting), connectionId },
  ];
}
