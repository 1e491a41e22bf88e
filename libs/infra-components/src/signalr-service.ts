import * as monitor from '@pulumi/azure-native/monitor/index.js';
import * as signalrservice from '@pulumi/azure-native/signalrservice/index.js';
import type { input } from '@pulumi/azure-native/types/index.js';
import * as pulumi from '@pulumi/pulumi';
import { grantRole } from './role-assignment.ts';
import { sendLogs } from './send-logs.ts';
import { InfraError } from './infra-error.ts';
import { signalRScaling } from './signalr-scaling.ts';
import { checkTier, tierOf, type SignalRSku } from './signalr-tier.ts';
import { nameIn, type Surroundings } from './surroundings.ts';

/** Kinds of requests that access rules tell apart. */
export type PublicRequest = 'ClientConnection' | 'RESTAPI' | 'ServerConnection' | 'Trace';

/** Where client events go. `{hub}`, `{category}` and `{event}` in the URL are filled in. */
export interface UpstreamTemplate {
  readonly url: pulumi.Input<string>;
  /** Application id URI for which the service gets a token of its own identity; none by default. */
  readonly identityResource?: pulumi.Input<string>;
}

export interface SignalRReplicaChoice {
  /** 3 to 63 letters, digits and hyphens. */
  readonly name: string;
  readonly location: string;
  readonly capacity: number;
}

/** A domain of one's own, for which a CNAME record leads to the service's host name already. */
export interface CustomDomain {
  readonly domainName: string;
  /** Resource id of the key vault with the certificate; access to it is by roles. */
  readonly vaultId: string;
  readonly certificateName: string;
}

export interface SignalRServiceArgs {
  readonly surroundings: Surroundings;
  readonly serviceMode: 'Serverless' | 'Default';
  readonly sku: SignalRSku;
  readonly capacity: number;
  readonly allowedOrigins: pulumi.Input<string[]>;
  /** Requests that may come from the public network; all others are denied. */
  readonly publicRequests: readonly PublicRequest[];
  readonly upstreams?: readonly UpstreamTemplate[] | undefined;
  readonly replicas?: readonly SignalRReplicaChoice[] | undefined;
  readonly autoscale?: { readonly minimum: number; readonly maximum: number } | undefined;
  readonly customDomain?: CustomDomain | undefined;
  readonly customize?:
    ((args: signalrservice.SignalRArgs) => signalrservice.SignalRArgs) | undefined;
}

/** Azure SignalR Service. Callers come with an identity: shared keys are off. */
export class SignalRService extends pulumi.ComponentResource {
  readonly serviceId: pulumi.Output<string>;
  readonly hostName: pulumi.Output<string>;
  readonly publicPort: pulumi.Output<number>;
  /** Object id of the service's own identity. */
  readonly principalId: pulumi.Output<string>;

  /** @throws InfraError `option-invalid` */
  constructor(name: string, args: SignalRServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    checkTier(name, args);
    super('heliograph:infra:SignalRService', name, {}, opts);
    const { surroundings, sku, capacity, replicas = [], customize = (same) => same } = args;
    const { resourceGroupName, location, tags } = surroundings;
    const size = { name: sku, tier: tierOf(sku) };

    const service = new signalrservice.SignalR(
      name,
      customize({
        resourceName: nameIn(surroundings, 'signalr', name),
        resourceGroupName,
        location,
        tags,
        kind: 'SignalR',
        sku: { ...size, capacity },
        identity: { type: 'SystemAssigned' },
        features: [
          { flag: 'ServiceMode', value: args.serviceMode },
          { flag: 'EnableConnectivityLogs', value: 'True' },
          { flag: 'EnableMessagingLogs', value: 'True' },
        ],
        resourceLogConfiguration: {
          categories: [
            { name: 'ConnectivityLogs', enabled: 'true' },
            { name: 'MessagingLogs', enabled: 'true' },
          ],
        },
        cors: { allowedOrigins: args.allowedOrigins },
        disableLocalAuth: true,
        disableAadAuth: false,
        // `Disabled` would override the access rules, exceptions included.
        publicNetworkAccess: 'Enabled',
        networkACLs: {
          defaultAction: 'Deny',
          publicNetwork: { allow: [...args.publicRequests] },
        },
        upstream: { templates: (args.upstreams ?? []).map(templateOf) },
      }),
      // What autoscale added is not taken away by the next deployment.
      { parent: this, ...(args.autoscale && { ignoreChanges: ['sku.capacity'] }) },
    );
    const resourceName = service.name;
    const principalId = service.identity.apply((identity) => identity?.principalId ?? '');

    for (const replica of replicas) {
      new signalrservice.SignalRReplica(
        `${name}-${replica.name}`,
        {
          resourceGroupName,
          resourceName,
          replicaName: replica.name,
          location: replica.location,
          tags,
          sku: { ...size, capacity: replica.capacity },
          regionEndpointEnabled: 'Enabled',
        },
        { parent: this },
      );
    }
    if (args.customDomain) {
      const { domainName, vaultId, certificateName } = args.customDomain;
      const readsCertificate = grantRole(`${name}-reads-certificate`, {
        role: 'Key Vault Secrets User',
        scope: vaultId,
        principalId,
        uniqueness: surroundings.uniqueness,
        parent: this,
      });
      const certificate = new signalrservice.SignalRCustomCertificate(
        `${name}-certificate`,
        {
          resourceGroupName,
          resourceName,
          certificateName,
          keyVaultBaseUri: `https://${vaultNameIn(name, vaultId)}.vault.azure.net/`,
          keyVaultSecretName: certificateName,
        },
        { parent: this, dependsOn: [readsCertificate] },
      );
      new signalrservice.SignalRCustomDomain(
        `${name}-domain`,
        { resourceGroupName, resourceName, domainName, customCertificate: { id: certificate.id } },
        { parent: this },
      );
    }
    if (args.autoscale) {
      new monitor.AutoscaleSetting(
        `${name}-autoscale`,
        {
          resourceGroupName,
          location,
          tags,
          targetResourceUri: service.id,
          enabled: true,
          profiles: [signalRScaling(service.id, args.autoscale)],
        },
        { parent: this },
      );
    }
    sendLogs(name, { resourceId: service.id, workspaceId: surroundings.workspaceId, parent: this });

    this.serviceId = service.id;
    this.hostName = service.hostName;
    this.publicPort = service.publicPort;
    this.principalId = principalId;
    this.registerOutputs({ hostName: this.hostName });
  }
}

/** @throws InfraError `option-invalid` */
function vaultNameIn(resource: string, vaultId: string): string {
  const name = /\/providers\/Microsoft\.KeyVault\/vaults\/([A-Za-z0-9-]{3,24})$/i.exec(
    vaultId,
  )?.[1];
  if (name !== undefined) return name;
  throw new InfraError('option-invalid', `${resource}: its certificate is in no key vault`);
}

/** The host name that a service of this name has, known before it exists. */
export function signalRHostName(serviceName: string): string {
  return `${serviceName.toLowerCase()}.service.signalr.net`;
}

function templateOf({
  url,
  identityResource,
}: UpstreamTemplate): input.signalrservice.UpstreamTemplateArgs {
  return {
    hubPattern: '*',
    categoryPattern: '*',
    eventPattern: '*',
    urlTemplate: url,
    auth:
      identityResource === undefined
        ? { type: 'None' }
        : { type: 'ManagedIdentity', managedIdentity: { resource: identityResource } },
  };
}
