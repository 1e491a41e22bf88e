import * as app from '@pulumi/azure-native/app/index.js';
import * as containerregistry from '@pulumi/azure-native/containerregistry/index.js';
import * as managedidentity from '@pulumi/azure-native/managedidentity/index.js';
import type { input } from '@pulumi/azure-native/types/index.js';
import * as pulumi from '@pulumi/pulumi';
import { grantRole } from './role-assignment.ts';
import { sendLogs } from './send-logs.ts';
import { nameIn, type Surroundings } from './surroundings.ts';
import type { VaultSettings } from './vault-settings.ts';
import { ZonalNetwork } from './zonal-network.ts';

/** An image that listens and answers; it holds the place until the first deployment of ours. */
const placeholderImage = 'mcr.microsoft.com/k8se/quickstart:latest';

export interface ContainerWorkerArgs {
  readonly surroundings: Surroundings;
  /** `repository:tag` in the worker's own registry; a placeholder as long as it is absent. */
  readonly image?: string | undefined;
  /** Cores; memory in GiB is twice as much, as the Consumption profile wants it. */
  readonly cpu: number;
  readonly replicas: { readonly minimum: number; readonly maximum: number };
  readonly port: number;
  /** Path that answers 2xx once the program can do its work. */
  readonly healthPath: string;
  /** Whether requests from outside the environment reach it. */
  readonly external: boolean;
  readonly zoneRedundant: boolean;
  readonly settings: Readonly<Record<string, pulumi.Input<string>>>;
  readonly vaultSettings?: VaultSettings | undefined;
  /** Folder that outlives a restart of the container, though not its replica. */
  readonly dataFolder?: string | undefined;
  readonly customize?: ((args: app.ContainerAppArgs) => app.ContainerAppArgs) | undefined;
}

/** A long-running program on Azure Container Apps, with a registry for its image. */
export class ContainerWorker extends pulumi.ComponentResource {
  readonly appId: pulumi.Output<string>;
  readonly url: pulumi.Output<string>;
  readonly principalId: pulumi.Output<string>;

  constructor(name: string, args: ContainerWorkerArgs, opts?: pulumi.ComponentResourceOptions) {
    super('heliograph:infra:ContainerWorker', name, {}, opts);
    const { surroundings, image, zoneRedundant, dataFolder, customize = (same) => same } = args;
    const vaultSettings = Object.entries(args.vaultSettings?.uris ?? {});
    const { resourceGroupName, location, tags, uniqueness, workspaceId } = surroundings;
    const parent = { parent: this };

    const registry = new containerregistry.Registry(
      `${name}-registry`,
      {
        registryName: nameIn(surroundings, 'registry', name),
        resourceGroupName,
        location,
        tags,
        sku: { name: zoneRedundant ? 'Premium' : 'Basic' },
        adminUserEnabled: false,
        anonymousPullEnabled: false,
        ...(zoneRedundant && { zoneRedundancy: 'Enabled' }),
      },
      parent,
    );
    // Its own identity exists before the app, so the first pull is allowed already.
    const identity = new managedidentity.UserAssignedIdentity(
      `${name}-identity`,
      {
        resourceName: nameIn(surroundings, 'container-app', `${name}-id`),
        resourceGroupName,
        location,
        tags,
      },
      parent,
    );
    const pull = grantRole(`${name}-pull`, {
      role: 'AcrPull',
      scope: registry.id,
      principalId: identity.principalId,
      uniqueness,
      parent: this,
    });
    // Without it the app would not come up, so it comes first.
    const readsSecrets = args.vaultSettings && [
      grantRole(`${name}-reads-secrets`, {
        role: 'Key Vault Secrets User',
        scope: args.vaultSettings.vaultId,
        principalId: identity.principalId,
        uniqueness,
        parent: this,
      }),
    ];
    const network = zoneRedundant
      ? new ZonalNetwork(`${name}-network`, { surroundings }, parent)
      : undefined;
    const environment = new app.ManagedEnvironment(
      `${name}-environment`,
      {
        environmentName: nameIn(surroundings, 'container-environment', name),
        resourceGroupName,
        location,
        tags,
        zoneRedundant,
        appLogsConfiguration: { destination: 'azure-monitor' },
        workloadProfiles: [{ name: 'Consumption', workloadProfileType: 'Consumption' }],
        ...(network && { vnetConfiguration: { infrastructureSubnetId: network.subnetId } }),
      },
      parent,
    );
    sendLogs(name, { resourceId: environment.id, workspaceId, parent: this });

    const variables: input.app.EnvironmentVarArgs[] = [
      ...Object.entries(args.settings).map(([key, value]) => ({ name: key, value })),
      ...vaultSettings.map(([key]) => ({ name: key, secretRef: secretName(key) })),
      // Tells Azure's client libraries which of the app's identities to use.
      { name: 'AZURE_CLIENT_ID', value: identity.clientId },
    ];
    const probe = (type: 'Liveness' | 'Readiness'): input.app.ContainerAppProbeArgs => ({
      type,
      httpGet: { path: args.healthPath, port: args.port },
      periodSeconds: 10,
      failureThreshold: 6,
    });
    const worker = new app.ContainerApp(
      name,
      customize({
        containerAppName: nameIn(surroundings, 'container-app', name),
        resourceGroupName,
        location,
        tags,
        managedEnvironmentId: environment.id,
        workloadProfileName: 'Consumption',
        identity: { type: 'UserAssigned', userAssignedIdentities: [identity.id] },
        configuration: {
          activeRevisionsMode: 'Single',
          ingress: {
            external: args.external,
            targetPort: args.port,
            transport: 'Http',
            allowInsecure: false,
          },
          registries: [{ server: registry.loginServer, identity: identity.id }],
          secrets: vaultSettings.map(([key, uri]) => ({
            name: secretName(key),
            keyVaultUrl: uri,
            identity: identity.id,
          })),
        },
        template: {
          containers: [
            {
              name,
              image:
                image === undefined
                  ? placeholderImage
                  : pulumi.interpolate`${registry.loginServer}/${image}`,
              env: variables,
              resources: { cpu: args.cpu, memory: `${args.cpu * 2}Gi` },
              // The placeholder answers none of our paths.
              probes: image === undefined ? [] : [probe('Liveness'), probe('Readiness')],
              ...(dataFolder !== undefined && {
                volumeMounts: [{ volumeName: 'data', mountPath: dataFolder }],
              }),
            },
          ],
          scale: { minReplicas: args.replicas.minimum, maxReplicas: args.replicas.maximum },
          ...(dataFolder !== undefined && {
            volumes: [{ name: 'data', storageType: 'EmptyDir' }],
          }),
        },
      }),
      { parent: this, dependsOn: [pull, ...(readsSecrets ?? [])] },
    );

    this.appId = worker.id;
    this.url = pulumi.interpolate`https://${worker.configuration.apply(
      (configuration) => configuration?.ingress?.fqdn ?? '',
    )}`;
    this.principalId = identity.principalId;
    this.registerOutputs({ url: this.url });
  }
}

/** Container Apps names secrets with lower-case letters, digits and hyphens. */
const secretName = (setting: string): string =>
  setting.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
