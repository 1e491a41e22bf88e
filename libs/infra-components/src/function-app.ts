import * as web from '@pulumi/azure-native/web/index.js';
import * as pulumi from '@pulumi/pulumi';
import { checkAppSettings, hostSettings, type FunctionPlan } from './function-settings.ts';
import { grantRole } from './role-assignment.ts';
import { sendLogs } from './send-logs.ts';
import { StorageAccount, type Redundancy } from './storage-account.ts';
import { nameIn, type Surroundings } from './surroundings.ts';
import type { VaultSettings } from './vault-settings.ts';

/** The newest Node that both plans run. */
const nodeVersion = '22';
const packageContainer = 'deployment';
const packageFile = 'functions.zip';

export interface FunctionAppArgs {
  readonly surroundings: Surroundings;
  readonly plan: FunctionPlan;
  /** Memory of a Flex instance in MB. */
  readonly instanceMemory: 512 | 2048 | 4096;
  /** Most Flex instances at a time, 40 to 1000. */
  readonly maximumInstances: number;
  /** Instances that Flex keeps warm for HTTP and SignalR triggers. */
  readonly alwaysReady: number;
  readonly zoneRedundant: boolean;
  readonly storageRedundancy: Redundancy;
  readonly settings: Readonly<Record<string, pulumi.Input<string>>>;
  readonly vaultSettings?: VaultSettings | undefined;
  readonly allowedOrigins: pulumi.Input<string[]>;
  readonly customize?: ((args: web.WebAppArgs) => web.WebAppArgs) | undefined;
}

/** A function app for Node with an identity of its own and the storage its host needs. */
export class FunctionApp extends pulumi.ComponentResource {
  readonly appId: pulumi.Output<string>;
  readonly appName: pulumi.Output<string>;
  readonly url: pulumi.Output<string>;
  readonly principalId: pulumi.Output<string>;

  /** @throws InfraError `setting-forbidden` */
  constructor(name: string, args: FunctionAppArgs, opts?: pulumi.ComponentResourceOptions) {
    super('heliograph:infra:FunctionApp', name, {}, opts);
    const { surroundings, plan: planKind, zoneRedundant, customize = (same) => same } = args;
    const { resourceGroupName, location, tags } = surroundings;

    const storage = new StorageAccount(
      `${name}-host`,
      {
        surroundings,
        redundancy: args.storageRedundancy,
        containers: [packageContainer],
      },
      { parent: this },
    );
    const containerUrl = pulumi.interpolate`${storage.blobUrl}/${packageContainer}`;
    const forHost = hostSettings<pulumi.Input<string>>(planKind, {
      storageAccountName: storage.accountName,
      packageUrl: pulumi.interpolate`${containerUrl}/${packageFile}`,
    });
    const fromVault = Object.fromEntries(
      Object.entries(args.vaultSettings?.uris ?? {}).map(([key, uri]) => [
        key,
        pulumi.interpolate`@Microsoft.KeyVault(SecretUri=${uri})`,
      ]),
    );
    const settings = { ...args.settings, ...fromVault };
    checkAppSettings(name, planKind, Object.keys(settings), Object.keys(forHost));

    const plan = new web.AppServicePlan(
      `${name}-plan`,
      {
        name: nameIn(surroundings, 'plan', name),
        resourceGroupName,
        location,
        tags,
        kind: 'functionapp',
        // Linux.
        reserved: true,
        ...(planKind === 'flex'
          ? { sku: { name: 'FC1', tier: 'FlexConsumption' }, zoneRedundant }
          : { sku: { name: 'Y1', tier: 'Dynamic' } }),
      },
      { parent: this },
    );
    const app = new web.WebApp(
      name,
      customize({
        name: nameIn(surroundings, 'function-app', name),
        resourceGroupName,
        location,
        tags,
        kind: 'functionapp,linux',
        serverFarmId: plan.id,
        reserved: true,
        httpsOnly: true,
        identity: { type: 'SystemAssigned' },
        siteConfig: {
          minTlsVersion: '1.2',
          scmMinTlsVersion: '1.2',
          http20Enabled: true,
          appSettings: Object.entries({ ...settings, ...forHost }).map(([key, value]) => ({
            name: key,
            value,
          })),
          cors: { allowedOrigins: args.allowedOrigins },
          ...(planKind === 'consumption' && {
            linuxFxVersion: `NODE|${nodeVersion}`,
            ftpsState: 'Disabled',
          }),
        },
        ...(planKind === 'flex' && {
          functionAppConfig: {
            deployment: {
              storage: {
                type: 'blobContainer',
                value: containerUrl,
                authentication: { type: 'SystemAssignedIdentity' },
              },
            },
            scaleAndConcurrency: {
              instanceMemoryMB: args.instanceMemory,
              maximumInstanceCount: args.maximumInstances,
              ...(args.alwaysReady > 0 && {
                alwaysReady: [{ name: 'http', instanceCount: args.alwaysReady }],
              }),
            },
            runtime: { name: 'node', version: nodeVersion },
          },
        }),
      }),
      { parent: this },
    );
    const principalId = app.identity.apply((identity) => identity?.principalId ?? '');

    // The host keeps keys and packages in blobs, and what went wrong in tables.
    for (const role of ['Storage Blob Data Owner', 'Storage Table Data Contributor'] as const) {
      grantRole(`${name}-host-${role.split(' ')[1]?.toLowerCase()}`, {
        role,
        scope: storage.accountId,
        principalId,
        uniqueness: surroundings.uniqueness,
        parent: this,
      });
    }
    if (args.vaultSettings) {
      grantRole(`${name}-reads-secrets`, {
        role: 'Key Vault Secrets User',
        scope: args.vaultSettings.vaultId,
        principalId,
        uniqueness: surroundings.uniqueness,
        parent: this,
      });
    }
    // A deployment proves who it is; user name and password are for nobody.
    for (const kind of ['scm', 'ftp'] as const) {
      const Policy = {
        scm: web.WebAppScmAllowed,
        ftp: web.WebAppFtpAllowed,
      }[kind];
      new Policy(
        `${name}-no-${kind}-password`,
        { name: app.name, resourceGroupName, allow: false },
        { parent: this },
      );
    }
    sendLogs(name, { resourceId: app.id, workspaceId: surroundings.workspaceId, parent: this });

    this.appId = app.id;
    this.appName = app.name;
    this.url = pulumi.interpolate`https://${app.defaultHostName}`;
    this.principalId = principalId;
    this.registerOutputs({ url: this.url });
  }
}
