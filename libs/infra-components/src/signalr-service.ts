import * as monitor from '@pulumi/azure-native/monitor/index.js';
import * as signalrservice from '@pulumi/azure-native/signalrservice/index.js';
import * as pulumi from '@pulumi/pulumi';
import { sendLogs } from './send-logs.ts';
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
  readonly customDomain?:
    | {
        readonly domainName: string;
        readonly vaultUri: string;
        readonly certificateName: string;
      }
    | undefined;
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
      { parent: this },
    );
    const resourceName = service.name;

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
      const certificate = new signalrservice.SignalRCustomCertificate(
        `${name}-certificate`,
        {
          resourceGroupName,
          resourceName,
          certificateName: args.customDomain.certificateName,
          keyVaultBaseUri: args.customDomain.vaultUri,
          keyVaultSecretName: args.customDomain.certificateName,
        },
        { parent: this },
      );
      new signalrservice.SignalRCustomDomain(
        `${name}-domain`,
        {
          resourceGroupName,
          resourceName,
          domainName: args.customDomain.domainName,
          customCertificate: { id: certificate.id },
        },
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
    this.principalId = service.identity.apply((identity) => identity?.principalId ?? '');
    this.registerOutputs({ hostName: this.hostName });
  }
}

/** The host name that a service of this name has, known before it exists. */
export function signalRHostName(serviceName: string): string {
  return `${serviceName.toLowerCase()}.service.signalr.net`;
}

function templateOf({ url, identityResource }: UpstreamTemplate) {
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
