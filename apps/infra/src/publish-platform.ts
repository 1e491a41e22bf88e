/**
 * Makes Azure resources of the platform's description.
 *
 * A part is created when another one first needs something of it, so the order follows from the
 * references. Only SignalR depends on the functions: its host name is known from its name.
 */
import {
  expressionsIn,
  roleGrants,
  settingsOf,
  type AppModel,
  type Resource,
  type ResourceOf,
  type Value,
} from '@heliograph/app-model-core';
import {
  ApplicationTelemetry,
  ContainerWorker,
  FunctionApp,
  grantRole,
  InfraError,
  SecretVault,
  SignalRService,
  StaticSite,
  StorageAccount,
  type Surroundings,
  type UpstreamTemplate,
} from '@heliograph/infra-components';
import { containerDataFolder } from '@heliograph/platform';
import * as web from '@pulumi/azure-native/web/index.js';
import * as pulumi from '@pulumi/pulumi';
import {
  customization,
  existingPart,
  resourceNamed,
  signalRName,
  signalRUrl,
} from './azure-parts.ts';
import type { AzurePart } from './azure-parts.ts';
import type { Environment } from './environment.ts';
import { upstreamKey } from './upstream.ts';

export interface PublishOptions {
  readonly model: AppModel;
  readonly environment: Environment;
  readonly surroundings: Surroundings;
  readonly tenantId: pulumi.Input<string>;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface PublishedPlatform {
  readonly parts: ReadonlyMap<string, AzurePart>;
  /** The SignalR Service where this stack created it. */
  readonly signalR: SignalRService | undefined;
  /** Settings of every part that has some, also of those that read them from a file. */
  readonly settings: ReadonlyMap<string, Readonly<Record<string, pulumi.Output<string>>>>;
}

/** @throws InfraError */
export function publishPlatform(options: PublishOptions): PublishedPlatform {
  const { model, environment, surroundings } = options;
  const parts = new Map<string, AzurePart>();
  const functionApps = new Map<string, FunctionApp>();
  const settings = new Map<string, Readonly<Record<string, pulumi.Output<string>>>>();
  const underway = new Set<string>();
  const vault = model.resources.some((r) => r.kind === 'azure-signalr' && r.upstreams.length > 0)
    ? new SecretVault('secrets', { surroundings, tenantId: options.tenantId })
    : undefined;
  let signalR: SignalRService | undefined;

  const partOf = (name: string): AzurePart => {
    const known = parts.get(name);
    if (known) return known;
    if (underway.has(name)) {
      throw new InfraError('option-invalid', `${name} needs itself to be created`);
    }
    underway.add(name);
    const resource = resourceNamed(model, name);
    const part = resource.existing ? existingPart(resource) : create(resource);
    parts.set(name, part);
    return part;
  };

  const resolve = (value: Value): pulumi.Output<string> => {
    if (typeof value === 'string') return pulumi.output(value);
    switch (value.kind) {
      case 'text':
        return pulumi.concat(...value.parts.map(resolve));
      case 'parameter':
        return pulumi.output(parameterNamed(value.name));
      case 'connection': {
        const { connection } = resourceNamed(model, value.resource);
        if (connection !== undefined) return resolve(connection);
        throw new InfraError('option-invalid', `${value.resource} has nothing to connect to`);
      }
      case 'endpoint': {
        const resource = resourceNamed(model, value.resource);
        const { port } = resource.endpoints[value.endpoint] ?? { port: 0 };
        // What a program listens on in its container has nothing to do with how it is reached.
        if (value.property === 'address') return pulumi.output(`0.0.0.0:${port}`);
        if (value.property === 'port') return pulumi.output(String(port));
        const url = urlOf(resource);
        if (value.property === 'host') return url.apply((text) => new URL(text).hostname);
        if (value.property === 'url') return url;
        return url.apply((text) => [text, ...environment.extraOrigins].join(','));
      }
    }
  };
  const parameterNamed = (name: string): string => {
    const value = options.parameters[name];
    if (value !== undefined) return value;
    throw new InfraError('configuration-invalid', `The parameter ${name} got no value`);
  };
  const urlOf = (resource: Resource): pulumi.Output<string> =>
    resource.kind === 'azure-signalr'
      ? pulumi.output(signalRUrl(signalRName(resource, surroundings)))
      : pulumi.output(partOf(resource.name).url);
  const settingsFor = (resource: Resource) => {
    const resolved = Object.fromEntries(
      [...settingsOf(resource)].map(([key, value]) => [key, resolve(value)] as const),
    );
    settings.set(resource.name, resolved);
    return resolved;
  };
  const originsFor = (values: readonly Value[]): pulumi.Output<string[]> =>
    pulumi.all(values.map(resolve)).apply((lists) => lists.flatMap((list) => list.split(',')));

  const create = (resource: Resource): AzurePart => {
    const { name, infrastructure } = resource;
    const { zoneRedundant, storageRedundancy: redundancy } = environment;
    switch (resource.kind) {
      case 'azure-signalr':
        return createSignalR(resource);
      case 'azure-functions-app': {
        const app = new FunctionApp(name, {
          surroundings,
          ...environment.functions,
          zoneRedundant,
          storageRedundancy: redundancy,
          settings: settingsFor(resource),
          allowedOrigins: originsFor(resource.allowedOrigins),
          customize: customization(infrastructure),
        });
        functionApps.set(name, app);
        return { url: app.url, id: app.appId, principalId: app.principalId };
      }
      case 'container-app': {
        const worker = new ContainerWorker(name, {
          surroundings,
          ...environment.collector,
          replicas: resource.replicas,
          port: resource.endpoints['http']?.port ?? 0,
          healthPath: resource.healthCheck?.path ?? '/',
          // The functions are outside its environment, and pass on what people publish.
          external: true,
          zoneRedundant,
          settings: settingsFor(resource),
          dataFolder: containerDataFolder,
          customize: customization(infrastructure),
        });
        return { url: worker.url, id: worker.appId, principalId: worker.principalId };
      }
      case 'static-site': {
        const { sku, location } = environment.dashboard;
        const customize = customization<web.StaticSiteArgs>(infrastructure);
        const { url } = new StaticSite(name, { surroundings, sku, location, customize });
        return { url };
      }
      case 'azure-tables': {
        const account = new StorageAccount(name, {
          surroundings,
          redundancy,
          customize: customization(infrastructure),
        });
        return { url: account.tableUrl, id: account.accountId };
      }
      case 'application-insights': {
        const telemetry = new ApplicationTelemetry(name, {
          surroundings,
          customize: customization(infrastructure),
        });
        return { url: telemetry.connectionString, id: telemetry.componentId };
      }
      case 'openid-provider':
        // Registered beforehand: a stack cannot create registrations of Entra ID.
        return { url: resolve(resource.connection ?? '') };
      case 'connection-string':
        return { url: resolve(resource.connection ?? '') };
      case 'node-app':
      case 'vite-app':
        throw new InfraError('option-invalid', `${name} runs on one machine only`);
    }
  };

  const createSignalR = (resource: ResourceOf<'azure-signalr'>): AzurePart => {
    const { name, infrastructure, serviceMode } = resource;
    const wired = environment.upstream === 'wired';
    const service = new SignalRService(name, {
      ...environment.signalr,
      surroundings,
      serviceMode,
      allowedOrigins: originsFor(resource.allowedOrigins),
      upstreams: wired ? resource.upstreams.map(wireUpstream) : [],
      customize: customization(infrastructure),
    });
    if (vault) {
      grantRole(`${name}-reads-secrets`, {
        role: 'Key Vault Secrets User',
        scope: vault.vaultId,
        principalId: service.principalId,
        uniqueness: surroundings.uniqueness,
        parent: service,
      });
    }
    signalR = service;
    return {
      url: signalRUrl(signalRName(resource, surroundings)),
      id: service.serviceId,
      principalId: service.principalId,
    };
  };

  /** An upstream whose code the service reads from the vault, so that no template holds a secret. */
  const wireUpstream = (template: Value): UpstreamTemplate => {
    const url = resolve(template);
    const { upstreamIdentity } = environment.signalr;
    const identity = upstreamIdentity === undefined ? {} : { identityResource: upstreamIdentity };
    const [app] = expressionsIn(template).flatMap((expression) =>
      expression.kind === 'endpoint' ? (functionApps.get(expression.resource) ?? []) : [],
    );
    if (!app || !vault) return { url, ...identity };
    const keys = web.listWebAppHostKeysOutput({
      name: app.appName,
      resourceGroupName: surroundings.resourceGroupName,
    });
    const key = pulumi
      .all([app.appName, keys.systemKeys])
      .apply(([appName, systemKeys]) => upstreamKey(appName, systemKeys));
    const uri = vault.keep('signalr-upstream', key);
    return {
      url: pulumi.interpolate`${url}?code={@Microsoft.KeyVault(SecretUri=${uri})}`,
      ...identity,
    };
  };

  // The service comes last, because its upstream asks for the functions.
  for (const { name, kind } of model.resources) if (kind !== 'azure-signalr') partOf(name);
  for (const { name, kind } of model.resources) if (kind === 'azure-signalr') partOf(name);
  for (const resource of model.resources) {
    if (!settings.has(resource.name) && settingsOf(resource).size > 0) settingsFor(resource);
  }
  for (const { principal, role, scope } of roleGrants(model)) {
    const { principalId } = partOf(principal);
    const { id } = partOf(scope);
    if (principalId === undefined || id === undefined) {
      throw new InfraError('option-invalid', `${principal} cannot get ${role} for ${scope}`);
    }
    grantRole(`${principal}-uses-${scope}`, {
      role,
      scope: id,
      principalId,
      uniqueness: surroundings.uniqueness,
    });
  }
  return { parts, signalR, settings };
}
