import type { FunctionHandler, FunctionOutput, InvocationContext } from '@azure/functions';
import type { Hub } from '@heliograph/signalr-contract';
import type { CallerPolicy, HubCaller } from './caller-policy.ts';
import type { HubAction } from './hub-action.ts';
import { readHubEvent } from './hub-event.ts';

/** A connection that came or went. */
export interface ConnectionEvent<Caller> {
  readonly connectionId: string;
  /** Whose it is; absent for a connection of nobody whom the app knows. */
  readonly caller: Caller | undefined;
  /** Why it ended, where the service says so. */
  readonly error: string | undefined;
}

/** Resolves with what the service is to do about it, in order. */
export type AnswerConnection<H extends Hub, Caller> = (
  event: ConnectionEvent<Caller>,
  context: InvocationContext,
) => Promise<readonly HubAction<H>[]>;

/** Makes the function that runs when clients connect or disconnect. */
export function createConnectionHandler<H extends Hub, Caller extends HubCaller>(
  policy: CallerPolicy<Caller>,
  output: FunctionOutput,
  answer: AnswerConnection<H, Caller>,
): FunctionHandler {
  return async (value: unknown, context) => {
    const { connectionId, user, error } = readHubEvent(value);
    const caller = await policy.identify(user);
    context.extraOutputs.set(output, await answer({ connectionId, caller, error }, context));
  };
}
