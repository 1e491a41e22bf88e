/**
 * The order in which Azure resources come to be: a part comes after those whose addresses its
 * settings hold. The address of a SignalR Service follows from its name, and what exists already
 * has one, so nobody waits for these; the service itself comes after the functions that its
 * upstream calls.
 */
import {
  expressionsIn,
  settingsOf,
  type AppModel,
  type Resource,
  type Value,
} from '@heliograph/app-model-core';
import { InfraError } from '@heliograph/infra-components';
import { resourceNamed } from './azure-parts.ts';

/**
 * The resources of a model, each after those it needs; otherwise as described.
 *
 * @throws InfraError `option-invalid` with the way round a cycle
 */
export function creationOrder(model: AppModel): readonly Resource[] {
  const ordered = new Set<Resource>();

  const visit = (resource: Resource, path: readonly string[]): void => {
    if (ordered.has(resource)) return;
    const { name } = resource;
    if (path.includes(name)) {
      const round = [...path.slice(path.indexOf(name)), name].join(' → ');
      throw new InfraError(
        'option-invalid',
        `${name} cannot be created: it needs an address that only exists after it: ${round}`,
      );
    }
    for (const needed of valuesOf(resource).flatMap((value) => addressesIn(model, value))) {
      // A part may tell itself where it is to listen, but its address is Azure's to give.
      visit(resourceNamed(model, needed), [...path, name]);
    }
    ordered.add(resource);
  };

  for (const resource of model.resources) visit(resource, []);
  return [...ordered];
}

/** Every value that creating a resource takes. */
export function valuesOf(resource: Resource): readonly Value[] {
  const settings = [...settingsOf(resource).values()];
  switch (resource.kind) {
    case 'azure-signalr':
      return resource.existing ? [] : [...resource.upstreams, ...resource.allowedOrigins];
    case 'azure-functions-app':
      return [...settings, ...resource.allowedOrigins];
    case 'openid-provider':
      return resource.connection === undefined ? [] : [resource.connection];
    case 'static-site':
      // Its files read them from beside themselves, where they are put once everything exists.
      return [];
    default:
      return settings;
  }
}

function addressesIn(model: AppModel, value: Value): readonly string[] {
  return expressionsIn(value).flatMap((expression): readonly string[] => {
    if (expression.kind === 'parameter') return [];
    const target = resourceNamed(model, expression.resource);
    if (expression.kind === 'connection') {
      return target.connection === undefined ? [] : addressesIn(model, target.connection);
    }
    if (expression.property === 'address' || expression.property === 'port') return [];
    return target.kind === 'azure-signalr' || target.existing ? [] : [target.name];
  });
}
