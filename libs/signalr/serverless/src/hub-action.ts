import {
  clientInvocation,
  type ClientArguments,
  type ClientInvocation,
  type ClientTargetName,
  type Hub,
} from '@heliograph/signalr-contract';
import { ServerlessError } from './serverless-error.ts';

/** Who gets a message: one connection, one person, one group, or, with none of them, everyone. */
export type HubAudience =
  | { readonly connectionId: string }
  | { readonly userId: string }
  | { readonly groupName: string }
  | Readonly<Record<never, never>>;

/** One connection, or all of a person's. */
export type GroupMember = { readonly connectionId: string } | { readonly userId: string };

/**
 * What a function has the service do.
 *
 * Reference: https://learn.microsoft.com/azure/azure-functions/functions-bindings-signalr-service-output
 */
export type HubAction<H extends Hub> =
  | (ClientInvocation<H> & HubAudience)
  | (GroupMember & { readonly action: 'add' | 'remove'; readonly groupName: string })
  | { readonly action: 'removeAll'; readonly userId: string };

/** Makes actions of one hub. A wrong target or argument is a compile error. */
export interface HubActions<H extends Hub> {
  /** @throws ServerlessError `message-too-large` when the arguments exceed the target's budget. */
  send<Target extends ClientTargetName<H>>(
    audience: HubAudience,
    target: Target,
    ...args: ClientArguments<H, Target>
  ): HubAction<H>;
  addToGroup(groupName: string, member: GroupMember): HubAction<H>;
  removeFromGroup(groupName: string, member: GroupMember): HubAction<H>;
  /** A connection cannot leave all its groups at once in this way; a person can. */
  removeFromAllGroups(userId: string): HubAction<H>;
}

/** An audience for those who mean everyone. */
export const everyone: HubAudience = {};

export function createHubActions<H extends Hub>(hub: H): HubActions<H> {
  return {
    send(audience, target, ...args) {
      const invocation = clientInvocation(hub, target, ...args);
      const bytes = Buffer.byteLength(JSON.stringify(invocation.arguments));
      const { maxBytes } = hub.client[target] ?? { maxBytes: 0 };
      if (bytes > maxBytes) {
        throw new ServerlessError(
          'message-too-large',
          `The arguments of '${target}' have ${bytes} bytes; its budget is ${maxBytes}`,
        );
      }
      return { ...invocation, ...audience };
    },
    addToGroup: (groupName, member) => ({ action: 'add', groupName, ...member }),
    removeFromGroup: (groupName, member) => ({ action: 'remove', groupName, ...member }),
    removeFromAllGroups: (userId) => ({ action: 'removeAll', userId }),
  };
}
