import { output } from '@azure/functions';
import { liveHub, settingNames, type LiveHub } from '@heliograph/contracts';
import type { ClientInvocation } from '@heliograph/signalr-contract';

/**
 * What a function has the service do, in order.
 *
 * Reference: https://learn.microsoft.com/azure/azure-functions/functions-bindings-signalr-service-output
 */
export type LiveAction =
  | {
      readonly action: 'add' | 'remove';
      readonly groupName: string;
      readonly connectionId: string;
    }
  /** To everyone in the hub, unless it says to whom. */
  | (ClientInvocation<LiveHub> & {
      readonly groupName?: string;
      readonly userId?: string;
      readonly connectionId?: string;
    });

/**
 * The output binding to the live hub. Its name must not be a property of any function's result:
 * the host would take that property for output.
 */
export const liveOutput = output.generic({
  type: 'signalR',
  name: 'liveHubActions',
  hubName: liveHub.name,
  connectionStringSetting: settingNames.signalRConnection,
});
