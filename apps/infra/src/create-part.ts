import type { Resource, ResourceOf, Value } from '@heliograph/app-model-core';
import {
  ApplicationTelemetry,
  ContainerWorker,
  FunctionApp,
  InfraError,
  SignalRService,
  StaticSite,
  StorageAccount,
  type Surroundings,
  type UpstreamTemplate,
  type VaultSettings,
} from '@heliograph/infra-components';
import { containerDataFolder } from '@heliograph/platform';
import type * as web from '@pulumi/azure-native/web/index.js';
import type * as pulumi from '@pulumi/pulumi';
import { customization, signalRName, signalRUrl, type AzurePart } from './azure-parts.ts';
import type { Environment } from './environment.ts';

/** The settings of a part: those that may be seen, and those that are in the key vault. */
export interface PartSettings {
  readonly settings: Readonly<Record<string, pulumi.Output<string>>>;
  readonly vaultSettings: VaultSettings | undefined;
}

export interface PartOptions {
  readonly environment: Environment;
  readonly surroundings: Surroundings;
  readonly resolve: (value: Value) => pulumi.Output<string>;
  readonly settingsFor: (resource: Resource) => PartSettings;
  readonly originsFor: (values: readonly Value[]) => pulumi.Output<string[]>;
  readonly upstreamsFor: (resource: ResourceOf<'azure-signalr'>) => readonly UpstreamTemplate[];
}

export interface CreatedPart {
  readonly part: AzurePart;
  readonly service?: SignalRService;
  readonly app?: FunctionApp;
}

/**
 * Creates the Azure resources of one part.
 *
 * @throws InfraError `option-invalid` for a kind that has no form in Azure
 */
export function createPart(resource: Resource, options: PartOptions): CreatedPart {
  const { environment, surroundings, resolve, settingsFor, originsFor } = options;
  const { name, infrastructure } = resource;
  const { zoneRedundant, storageRedundancy } = environment;
  const customize = <Args>() => customization<Args>(infrastructure);
  switch (resource.kind) {
    case 'azure-signalr': {
      const service = new SignalRService(name, {
        ...environment.signalr,
        surroundings,
        serviceMode: resource.serviceMode,
        allowedOrigins: originsFor(resource.allowedOrigins),
        upstreams: options.upstreamsFor(resource),
        customize: customize(),
      });
      const url = signalRUrl(signalRName(resource, surroundings));
      return { part: { url, id: service.serviceId, principalId: service.principalId }, service };
    }
    case 'azure-functions-app': {
      const app = new FunctionApp(name, {
        ...environment.functions,
        ...settingsFor(resource),
        surroundings,
        zoneRedundant,
        storageRedundancy,
        allowedOrigins: originsFor(resource.allowedOrigins),
        customize: customize(),
      });
      return { part: { url: app.url, id: app.appId, principalId: app.principalId }, app };
    }
    case 'container-app': {
      const { url, appId, principalId } = new ContainerWorker(name, {
        ...environment.collector,
        ...settingsFor(resource),
        surroundings,
        replicas: resource.replicas,
        port: resource.endpoints['http']?.port ?? 0,
        healthPath: resource.healthCheck?.path ?? '/',
        // The functions are outside its environment, and pass on what people publish.
        external: true,
        zoneRedundant,
        dataFolder: containerDataFolder,
        customize: customize(),
      });
      return { part: { url, id: appId, principalId } };
    }
    case 'static-site': {
      const site = {
        ...environment.dashboard,
        surroundings,
        customize: customize<web.StaticSiteArgs>(),
      };
      return { part: { url: new StaticSite(name, site).url } };
    }
    case 'azure-tables': {
      const { tableUrl, accountId } = new StorageAccount(name, {
        surroundings,
        redundancy: storageRedundancy,
        customize: customize(),
      });
      return { part: { url: tableUrl, id: accountId } };
    }
    case 'application-insights': {
      const { connectionString, componentId } = new ApplicationTelemetry(name, {
        surroundings,
        customize: customize(),
      });
      return { part: { url: connectionString, id: componentId } };
    }
    // Registered beforehand, or somebody else's: there is nothing to create.
    case 'openid-provider':
    case 'connection-string':
      return { part: { url: resolve(resource.connection ?? '') } };
    case 'node-app':
    case 'vite-app':
      throw new InfraError('option-invalid', `${name}: it runs on one machine only`);
  }
}
