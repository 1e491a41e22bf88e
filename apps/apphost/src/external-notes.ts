import type { AppModel, Value } from '@heliograph/app-model-core';
import { parseConnectionString } from '@heliograph/signalr-access';

/**
 * What people have to know about resources that are used where they are: one line each. A service
 * in a cloud cannot call a program on a laptop, so client events need a way to it.
 */
export function externalNotes(
  model: AppModel,
  resolve: (value: Value) => string,
): readonly string[] {
  return model.resources.flatMap((resource) => {
    if (resource.run !== 'external') return [];
    if (resource.kind !== 'azure-signalr' || resource.connection === undefined) {
      return [`${resource.name} is external: nothing is started for it.`];
    }
    const { endpoint } = parseConnectionString(resolve(resource.connection));
    const upstreams = resource.upstreams.map(resolve);
    const way =
      upstreams.length === 0
        ? ''
        : ` Client events reach this machine only when its upstream URL is a public address, such as a tunnel's, that leads to ${upstreams.join(' and ')}.`;
    return [`${resource.name} is external: ${endpoint} instead of an emulator.${way}`];
  });
}
