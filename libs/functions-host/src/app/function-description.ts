import type { FunctionDefinition } from '../bindings/function-definition.ts';
import type { Generation } from './generation.ts';

/** Where an app's SignalR events are delivered. The same URL for all hubs and events. */
export const signalRWebhookPath = '/runtime/webhooks/signalr';

/** Followed by the name of a function that is to run now. */
export const manualRunPath = '/admin/functions/';

/** A function, as people and tools want to see it. */
export interface FunctionDescription {
  readonly name: string;
  readonly trigger: FunctionDefinition['trigger']['kind'];
  /** What calls it: for HTTP its methods, for SignalR hub, category and event, or the schedule. */
  readonly on: string;
  /** Where it is called. A timer's can be posted to, to run it now. */
  readonly url: string;
}

export function describeFunctions(
  { functions, configuration }: Generation,
  baseUrl: string,
): FunctionDescription[] {
  const prefix = configuration.host.routePrefix;
  return functions.map(({ name, trigger }) => {
    switch (trigger.kind) {
      case 'http': {
        const path = [prefix, trigger.template.text].filter((part) => part !== '').join('/');
        return {
          name,
          trigger: 'http',
          on: trigger.methods.join(',') || 'ANY',
          url: `${baseUrl}/${path}`,
        };
      }
      case 'signalR':
        return {
          name,
          trigger: 'signalR',
          on: `${trigger.hub}/${trigger.category}/${trigger.event}`,
          url: baseUrl + signalRWebhookPath,
        };
      case 'timer':
        return {
          name,
          trigger: 'timer',
          on: trigger.text,
          url: `${baseUrl}${manualRunPath}${encodeURIComponent(name)}`,
        };
    }
  });
}
