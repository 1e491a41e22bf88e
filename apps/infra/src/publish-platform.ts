/**
 * Makes Azure resources of the platform's description, in the order of `creation-order.ts`. Which
 * resource stands for a part is in `create-part.ts`, what its settings hold in `resolve-values.ts`.
 */
import {
  roleGrants,
  settingsOf,
  type AppModel,
  type Resource,
  type ResourceOf,
  type Value,
} from '@heliograph/app-model-core';
import {
  grantRole,
  InfraError,
  SecretVault,
  type FunctionApp,
  type SignalRService,
  type Surroundings,
} from '@heliograph/infra-components';
import * as pulumi from '@pulumi/pulumi';
import type { AzurePart } from './azure-parts.ts';
import { isSecretIn } from './check-platform.ts';
import { createPart, type PartSettings } from './create-part.ts';
import { creationOrder } from './creation-order.ts';
import type { Environment } from './environment.ts';
import { describeManualSteps } from './existing-signalr.ts';
import { valueResolver, type ParameterSource } from './resolve-values.ts';
import { wireUpstream } from './wire-upstream.ts';

export interface PublishOptions {
  readonly model: AppModel;
  readonly environment: Environment;
  readonly surroundings: Surroundings;
  readonly tenantId: pulumi.Input<string>;
  readonly parameter: ParameterSource;
  /** Parts that somebody else created. */
  readonly existing: ReadonlyMap<string, AzurePart>;
}

export interface PublishedPlatform {
  readonly parts: ReadonlyMap<string, AzurePart>;
  /** The SignalR Service where this stack created it. */
  readonly signalR: SignalRService | undefined;
  /** Settings of every part that has some, also of those that read them from a file. */
  readonly settings: ReadonlyMap<string, Readonly<Record<string, pulumi.Output<string>>>>;
  /** What is left to do by hand, in sentences and commands without secrets. */
  readonly manualSteps: pulumi.Output<string[]>;
}

/** @throws InfraError */
export function publishPlatform(options: PublishOptions): PublishedPlatform {
  const { model, environment, surroundings } = options;
  const { uniqueness, resourceGroupName } = surroundings;
  const parts = new Map(options.existing);
  const functionApps = new Map<string, FunctionApp>();
  const settings = new Map<string, Readonly<Record<string, pulumi.Output<string>>>>();
  const resolve = valueResolver({ ...options, parts });
  const vault = needsVault(model)
    ? new SecretVault('secrets', { surroundings, tenantId: options.tenantId })
    : undefined;
  let signalR: SignalRService | undefined;

  const settingsFor = (resource: Resource): PartSettings => {
    const plain: Record<string, pulumi.Output<string>> = {};
    const uris: Record<string, pulumi.Output<string>> = {};
    for (const [key, value] of settingsOf(resource)) {
      const resolved = resolve(value);
      if (!vault || !isSecretIn(model, value)) plain[key] = resolved;
      else uris[key] = vault.keep(`${resource.name}-${key}`, resolved);
    }
    settings.set(resource.name, { ...plain, ...uris });
    return {
      settings: plain,
      vaultSettings:
        vault && Object.keys(uris).length > 0 ? { vaultId: vault.vaultId, uris } : undefined,
    };
  };
  const originsFor = (values: readonly Value[]): pulumi.Output<string[]> =>
    pulumi.all(values.map(resolve)).apply((lists) => lists.flatMap((list) => list.split(',')));
  const upstreamsFor = ({ upstreams }: ResourceOf<'azure-signalr'>) =>
    upstreams.map((template) =>
      wireUpstream(template, {
        resolve,
        functionApps,
        vault,
        resourceGroupName,
        identityResource: environment.signalr.upstreamIdentity,
      }),
    );
  const letReadSecrets = (name: string, principalId: pulumi.Input<string>) =>
    vault &&
    grantRole(`${name}-reads-secrets`, {
      role: 'Key Vault Secrets User',
      scope: vault.vaultId,
      principalId,
      uniqueness,
    });
  for (const resource of creationOrder(model)) {
    if (parts.has(resource.name)) continue;
    const { part, app, service } = createPart(resource, {
      environment,
      surroundings,
      resolve,
      settingsFor,
      originsFor,
      upstreamsFor: environment.upstream === 'wired' ? upstreamsFor : () => [],
    });
    parts.set(resource.name, part);
    if (app) functionApps.set(resource.name, app);
    signalR ??= service;
  }
  for (const resource of model.resources) {
    if (!settings.has(resource.name) && settingsOf(resource).size > 0) settingsFor(resource);
  }
  for (const { principal, role, scope } of roleGrants(model)) {
    const { principalId } = parts.get(principal) ?? {};
    const { id } = parts.get(scope) ?? {};
    if (principalId === undefined || id === undefined) {
      throw new InfraError('option-invalid', `${principal} cannot get ${role} for ${scope}`);
    }
    grantRole(`${principal}-uses-${scope}`, { role, scope: id, principalId, uniqueness });
  }

  const byHand: pulumi.Output<string[]>[] = [];
  for (const resource of model.resources) {
    if (resource.kind !== 'azure-signalr' || resource.upstreams.length === 0) continue;
    const { principalId, found } = parts.get(resource.name) ?? {};
    if (principalId !== undefined) letReadSecrets(resource.name, principalId);
    if (!found || environment.upstream !== 'wired') continue;
    byHand.push(
      pulumi
        .all([upstreamsFor(resource).map(({ url }) => url), originsFor(resource.allowedOrigins)])
        .apply(([upstreamUrls, origins]) =>
          describeManualSteps({ resource, upstreamUrls, origins }, found),
        ),
    );
  }
  const manualSteps = pulumi.all(byHand).apply((steps) => steps.flat());
  return { parts, signalR, settings, manualSteps };
}

/** A key vault is there for the codes of upstreams, and for settings that are secret. */
function needsVault(model: AppModel): boolean {
  return model.resources.some(
    (resource) =>
      (resource.kind === 'azure-signalr' && resource.upstreams.length > 0) ||
      [...settingsOf(resource).values()].some((value) => isSecretIn(model, value)),
  );
}
