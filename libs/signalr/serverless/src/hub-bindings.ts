/**
 * The bindings that tie functions to a hub. They are the ones that a function written by hand would
 * use: `@azure/functions` has no SignalR helpers, so its generic ones carry the names and properties
 * of the extension.
 *
 * Reference: https://learn.microsoft.com/azure/azure-functions/functions-bindings-signalr-service
 */
import {
  input,
  output,
  trigger,
  type FunctionInput,
  type FunctionOutput,
  type FunctionTrigger,
} from '@azure/functions';

export interface BoundHub {
  readonly hubName: string;
  /** Name of the setting with the connection string, or prefix of an identity's settings. */
  readonly connectionStringSetting: string;
}

export type HubCategory = 'connections' | 'messages';

/** Runs a function for an event of the hub's clients: `connected`, `disconnected` or a target. */
export function hubTrigger(hub: BoundHub, category: HubCategory, event: string): FunctionTrigger {
  return trigger.generic({ type: 'signalRTrigger', name: 'hubEvent', ...hub, category, event });
}

/**
 * Takes what the service is to do. Its name must not be a property of any function's result: the
 * host would take that property for output.
 */
export function hubOutput(hub: BoundHub, name: string): FunctionOutput {
  return output.generic({ type: 'signalR', name, ...hub });
}

/** Whom `hubConnectionInfo` makes a token out to. */
export interface ConnectionInfoOptions {
  /** A binding expression, such as `{headers.x-ms-client-principal-id}`. Without it, nobody. */
  readonly userId?: string;
  /** A binding expression for a token whose claims are copied. */
  readonly idToken?: string;
  /** Which of its claims. */
  readonly claimTypeList?: readonly string[];
}

/** Brings the URL and the token with which a client connects to the hub. */
export function hubConnectionInfo(hub: BoundHub, options: ConnectionInfoOptions): FunctionInput {
  return input.generic({
    type: 'signalRConnectionInfo',
    name: 'connectionInfo',
    ...hub,
    ...options,
  });
}
