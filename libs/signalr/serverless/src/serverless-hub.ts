/**
 * A hub's contract as functions: what clients do arrives typed and checked, what the service is to
 * do leaves typed and within its budget. What is registered is what one would write by hand.
 *
 * The rules of an invocation are in `invocation-handler.ts`, bindings in `hub-bindings.ts`, what can
 * be sent in `hub-action.ts`. Who a caller is and what is done about refusals is the app's business
 * and comes in as a `CallerPolicy`.
 */
import type { FunctionOutput, InvocationContext } from '@azure/functions';
import type { Hub, ServerTargetName } from '@heliograph/signalr-contract';
import type { CallerPolicy, HubCaller } from './caller-policy.ts';
import { createConnectionHandler, type AnswerConnection } from './connection-handler.ts';
import { createHubActions, type HubAction, type HubActions } from './hub-action.ts';
import { hubOutput, type BoundHub } from './hub-bindings.ts';
import { createHubFunction, type HubFunction } from './hub-function.ts';
import { createInvocationHandler, type AnswerCall } from './invocation-handler.ts';
import {
  createNegotiation,
  type NegotiateFunction,
  type NegotiationOptions,
} from './negotiation.ts';

export interface ServerlessHubOptions<H extends Hub, Caller extends HubCaller> {
  readonly hub: H;
  readonly policy: CallerPolicy<Caller>;
  /** `AzureSignalRConnectionString` by default, as in Microsoft's bindings. */
  readonly connectionStringSetting?: string;
  /** Name of the output binding, `<hub>HubActions` by default. No result may have such a property. */
  readonly outputName?: string;
}

export interface ServerlessHub<H extends Hub, Caller extends HubCaller> {
  readonly actions: HubActions<H>;
  /** For functions with other triggers that send as well: add it to their `extraOutputs`. */
  readonly output: FunctionOutput;
  /** Has the service do this when the function is done. */
  send(context: InvocationContext, actions: readonly HubAction<H>[]): void;
  /** Runs when a client invokes `target`. The function is called like it. */
  invocation<Target extends ServerTargetName<H>>(
    target: Target,
    answer: AnswerCall<H, Target, Caller>,
  ): HubFunction;
  /** Runs when a client has connected. */
  connected(answer: AnswerConnection<H, Caller>): HubFunction;
  /** Runs when a client is gone. */
  disconnected(answer: AnswerConnection<H, Caller>): HubFunction;
  /** Lets clients connect with a token that the extension makes. */
  negotiation(options?: NegotiationOptions): NegotiateFunction;
}

export function createServerlessHub<H extends Hub, Caller extends HubCaller>(
  options: ServerlessHubOptions<H, Caller>,
): ServerlessHub<H, Caller> {
  const { hub, policy, connectionStringSetting = 'AzureSignalRConnectionString' } = options;
  const bound: BoundHub = { hubName: hub.name, connectionStringSetting };
  const output = hubOutput(bound, options.outputName ?? `${hub.name}HubActions`);

  const connection = (
    event: 'connected' | 'disconnected',
    answer: AnswerConnection<H, Caller>,
  ): HubFunction =>
    createHubFunction({
      name: event,
      hub: bound,
      category: 'connections',
      event,
      output,
      handler: createConnectionHandler(policy, output, answer),
    });

  return {
    actions: createHubActions(hub),
    output,
    send: (context, actions) => context.extraOutputs.set(output, actions),
    invocation: (target, answer) =>
      createHubFunction({
        name: target,
        hub: bound,
        category: 'messages',
        event: target,
        output,
        handler: createInvocationHandler({ hub, target, policy, output, answer }),
      }),
    connected: (answer) => connection('connected', answer),
    disconnected: (answer) => connection('disconnected', answer),
    negotiation: (negotiation) => createNegotiation(bound, negotiation),
  };
}
