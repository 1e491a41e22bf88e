import type { FunctionDefinition, SignalRTrigger } from '../bindings/function-definition.ts';
import { FunctionsHostError } from '../functions-host-error.ts';

export interface TriggeredFunction {
  readonly definition: FunctionDefinition;
  readonly trigger: SignalRTrigger;
}

/** Which function an event goes to. Hub, category and event are compared without regard to case. */
export interface TriggerTable {
  find(event: {
    readonly hub: string;
    readonly category: string;
    readonly event: string;
  }): TriggeredFunction | undefined;
}

/** @throws FunctionsHostError `function-invalid` when two functions want the same event */
export function createTriggerTable(functions: readonly FunctionDefinition[]): TriggerTable {
  const table = new Map<string, TriggeredFunction>();
  for (const definition of functions) {
    const { trigger } = definition;
    if (trigger.kind !== 'signalR') continue;
    const other = table.get(keyOf(trigger));
    if (other !== undefined) {
      throw new FunctionsHostError(
        'function-invalid',
        `The functions "${other.definition.name}" and "${definition.name}" both want the event ` +
          `"${trigger.event}" (${trigger.category}) of the hub "${trigger.hub}"`,
      );
    }
    table.set(keyOf(trigger), { definition, trigger });
  }
  return { find: (event) => table.get(keyOf(event)) };
}

const keyOf = (event: { hub: string; category: string; event: string }): string =>
  JSON.stringify([event.hub, event.category, event.event]).toLowerCase();
