import { app, type FunctionHandler, type FunctionOutput } from '@azure/functions';
import { hubTrigger, type BoundHub, type HubCategory } from './hub-bindings.ts';

/** A function of a hub. Nothing is known to the host before it is registered. */
export interface HubFunction {
  readonly name: string;
  readonly handler: FunctionHandler;
  /** To be called while the app's entry file runs: the host takes no functions afterwards. */
  register(): void;
}

export interface HubFunctionParts {
  readonly name: string;
  readonly hub: BoundHub;
  readonly category: HubCategory;
  readonly event: string;
  readonly output: FunctionOutput;
  readonly handler: FunctionHandler;
}

export function createHubFunction(parts: HubFunctionParts): HubFunction {
  const { name, hub, category, event, output, handler } = parts;
  return {
    name,
    handler,
    register() {
      app.generic(name, {
        trigger: hubTrigger(hub, category, event),
        extraOutputs: [output],
        handler,
      });
    },
  };
}
