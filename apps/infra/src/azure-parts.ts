import type {
  AppModel,
  InfrastructureChange,
  Resource,
  ResourceKind,
  ResourceOf,
} from '@heliograph/app-model-core';
import {
  checkExistingName,
  InfraError,
  nameIn,
  signalRHostName,
  type NamedKind,
  type Surroundings,
} from '@heliograph/infra-components';
import * as signalrservice from '@pulumi/azure-native/signalrservice/index.js';
import * as storage from '@pulumi/azure-native/storage/index.js';
import * as pulumi from '@pulumi/pulumi';

/** What the rest of the platform needs to know of a part in Azure. */
export interface AzurePart {
  /** What an endpoint of it resolves to; of Application Insights, its connection string. */
  readonly url: pulumi.Input<string>;
  /** What roles are given for. */
  readonly id?: pulumi.Input<string>;
  /** What roles are given to. */
  readonly principalId?: pulumi.Input<string>;
}

/**
 * The resource of a model.
 *
 * @throws InfraError `option-invalid`
 */
export function resourceNamed(model: AppModel, name: string): Resource {
  const found = model.resources.find((resource) => resource.name === name);
  if (found) return found;
  throw new InfraError('option-invalid', `${name} is not part of the platform`);
}

/** The name of the SignalR Service, known before it exists so that nobody waits for it. */
export function signalRName(
  resource: ResourceOf<'azure-signalr'>,
  surroundings: Pick<Surroundings, 'platform' | 'environment' | 'uniqueness'>,
): string {
  const { name, existing } = resource;
  return existing
    ? checkExistingName(name, 'signalr', existing.name)
    : nameIn(surroundings, 'signalr', name);
}

/** Base URL of the SignalR Service. */
export const signalRUrl = (serviceName: string): string =>
  `https://${signalRHostName(serviceName)}`;

const existingKinds: Partial<Readonly<Record<ResourceKind, NamedKind>>> = {
  'azure-signalr': 'signalr',
  'azure-tables': 'storage',
};

/**
 * A part that somebody else created: it is looked up and left as it is.
 *
 * @throws InfraError `existing-unfit`, also late, when the lookup shows another service mode
 */
export function existingPart(resource: Resource): AzurePart {
  const { name, kind, existing } = resource;
  const namedKind = existingKinds[kind];
  if (!existing || !namedKind) {
    throw new InfraError('existing-unfit', `${name}: a ${kind} cannot be taken over as existing`);
  }
  const resourceName = checkExistingName(name, namedKind, existing.name);
  const resourceGroupName = existing.resourceGroup;
  if (resource.kind !== 'azure-signalr') {
    const { id } = storage.getStorageAccountOutput({
      accountName: resourceName,
      resourceGroupName,
    });
    return { id, url: `https://${resourceName}.table.core.windows.net` };
  }
  const found = signalrservice.getSignalROutput({ resourceName, resourceGroupName });
  return {
    id: pulumi.all([found.id, found.features]).apply(([id, features]) => {
      const mode = features?.find(({ flag }) => flag === 'ServiceMode')?.value ?? 'Default';
      if (mode === resource.serviceMode) return id ?? '';
      throw new InfraError(
        'existing-unfit',
        `${name}: ${resourceName} is in ${mode} mode, and the platform needs ${resource.serviceMode}`,
      );
    }),
    url: signalRUrl(resourceName),
  };
}

/** All changes that a part's description asks for, as one. */
export function customization<Args>(
  changes: readonly InfrastructureChange[],
): ((args: Args) => Args) | undefined {
  if (changes.length === 0) return undefined;
  // `configureInfrastructure` took each of them with the argument type of this very kind.
  const typed = changes as readonly ((args: Args) => Args)[];
  return (args) => typed.reduce((changed, change) => change(changed), args);
}
