import type { RestClient } from '@heliograph/signalr-rest-client';
import { FunctionsHostError } from '../functions-host-error.ts';
import { dataPlaneFailure } from './data-plane-failure.ts';
import type { HubAction } from './hub-action.ts';
import type { HubClients } from './hub-clients.ts';
import type { SignalREndpoint, SignalRService } from './signalr-service.ts';

/** Carries out hub actions one after the other. @throws FunctionsHostError `binding-failed` at the first failure */
export type HubSender = (
  service: SignalRService,
  hub: string,
  actions: readonly HubAction[],
) => Promise<void>;

export function createHubSender(clients: HubClients): HubSender {
  return async (service, hub, actions) => {
    try {
      for (const action of actions) {
        for (const endpoint of pickEndpoints(service, action)) {
          await perform(clients(endpoint, hub), action);
        }
      }
    } catch (cause) {
      throw new FunctionsHostError(
        'binding-failed',
        `SignalR output failed: ${dataPlaneFailure(cause)}`,
        {
          cause,
        },
      );
    }
  };
}

function pickEndpoints(
  { endpoints }: SignalRService,
  action: HubAction,
): readonly SignalREndpoint[] {
  if (action.endpoints === undefined) return endpoints;
  const picked = endpoints.filter(({ connection }) =>
    action.endpoints?.includes(connection.endpoint),
  );
  if (picked.length === 0) throw new RangeError('none of the endpoints named is configured');
  return picked;
}

async function perform(client: RestClient, action: HubAction): Promise<void> {
  switch (action.kind) {
    case 'send': {
      const { to, invocation } = action;
      if (to === 'all') return client.sendToAll(invocation);
      if ('group' in to) return client.sendToGroup(to.group, invocation);
      if ('userId' in to) return client.sendToUser(to.userId, invocation);
      return client.sendToConnection(to.connectionId, invocation);
    }
    case 'join':
      if ('userId' in action.who) return client.addUserToGroup(action.group, action.who.userId);
      // A connection that is gone meanwhile needs no group.
      await client.addConnectionToGroup(action.group, action.who.connectionId);
      return;
    case 'leave':
      return 'userId' in action.who
        ? client.removeUserFromGroup(action.group, action.who.userId)
        : client.removeConnectionFromGroup(action.group, action.who.connectionId);
    case 'leave-all':
      return client.removeUserFromAllGroups(action.userId);
  }
}
