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
import type * as pulumi from '@pulumi/pulumi';
import { checkExistingSignalR, type FoundSignalR } from './existing-signalr.ts';

/** What the rest of the platform needs to know of a part in Azure. */
export interface AzurePart {
  /** What an endpoint of it resolves to; of Application Insights, its connection string. */
  readonly url: pulumi.Input<string>;
  /** What roles are given for. */
  readonly id?: pulumi.Input<string>;
  /** What roles are given to. */
  readonly principalId?: pulumi.Input<string>;
  /** The service as it was found, where it existed. */
  readonly found?: FoundSignalR;
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
  return resource.existing
    ? existingName(resource)
    : nameIn(surroundings, 'signalr', resource.name);
}

/** Base URL of the SignalR Service. */
export const signalRUrl = (serviceName: string): string =>
  `https://${signalRHostName(serviceName)}`;

const existingKinds: Partial<Readonly<Record<ResourceKind, NamedKind>>> = {
  'azure-signalr': 'signalr',
  'azure-tables': 'storage',
};

/**
 * The name that something existing has in Azure.
 *
 * @throws InfraError `existing-unfit`, `name-invalid`
 */
export function existingName({ name, kind, existing }: Resource): string {
  const namedKind = existingKinds[kind];
  if (existing && namedKind) return checkExistingName(name, namedKind, existing.name);
  throw new InfraError('existing-unfit', `${name}: a ${kind} cannot be taken over as existing`);
}

/**
 * Looks up the parts that somebody else created, which are left as they are.
 *
 * @throws InfraError `existing-unfit` for one that is not as the platform needs it
 */
export async function findExisting(model: AppModel): Promise<ReadonlyMap<string, AzurePart>> {
  const parts = new Map<string, AzurePart>();
  for (const resource of model.resources) {
    if (resource.existing) parts.set(resource.name, await existingPart(resource));
  }
  return parts;
}

async function existingPart(resource: Resource): Promise<AzurePart> {
  const resourceName = existingName(resource);
  const resourceGroupName = resource.existing?.resourceGroup ?? '';
  if (resource.kind !== 'azure-signalr') {
    const account = { accountName: resourceName, resourceGroupName };
    const { id } = await storage.getStorageAccount(account);
    return { id, url: `https://${resourceName}.table.core.windows.net` };
  }
  const found = await signalrservice.getSignalR({ resourceName, resourceGroupName });
  checkExistingSignalR(resource, resourceName, found);
  const { principalId } = found.identity ?? {};
  return {
    found,
    id: found.id,
    url: signalRUrl(resourceName),
    ...(principalId && { principalId }),
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
