import type { Value } from './value.ts';

/** Where a resource listens. */
export interface Endpoint {
  readonly scheme: 'http' | 'https';
  /** The port it takes when nobody chooses another; 0 for any free one. */
  readonly port: number;
}

/** An endpoint's path that answers 2xx once the resource can do its work. */
export interface HealthCheck {
  readonly endpoint: string;
  readonly path: string;
}

/** A setting of a resource that says how to reach another one. */
export interface Reference {
  readonly resource: string;
  /** The name of the setting. */
  readonly as: string;
}

/** Something in Azure that is there already and is not to be created or changed. */
export interface ExistingResource {
  readonly name: string;
  readonly resourceGroup: string;
}

/**
 * Arguments of what each kind of resource becomes in Azure. Empty here, because this library knows
 * no cloud: the library that creates the resources adds a member for each kind it knows.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by declaration merging
export interface InfrastructureArguments {}

/** Arguments of one kind; nothing can be changed as long as nobody said what they are. */
export type InfrastructureOf<Kind> = Kind extends keyof InfrastructureArguments
  ? InfrastructureArguments[Kind]
  : never;

/** Changes the arguments of an Azure resource before it is created. */
export type InfrastructureChange = (args: never) => unknown;

interface ResourceBase {
  readonly name: string;
  readonly endpoints: Readonly<Record<string, Endpoint>>;
  readonly references: readonly Reference[];
  readonly environment: Readonly<Record<string, Value>>;
  /** Resources that must be healthy before this one starts. */
  readonly waitsFor: readonly string[];
  readonly healthCheck?: HealthCheck | undefined;
  /** What a reference to this resource yields. */
  readonly connection?: Value;
  /**
   * How the resource comes to be on this machine: as a process, as a mere value such as a file's
   * name, or not at all, because it exists elsewhere. Absent as long as nobody chose.
   */
  readonly run?: 'process' | 'value' | 'external';
  readonly existing?: ExistingResource;
  /** In the order in which they are applied. */
  readonly infrastructure: readonly InfrastructureChange[];
}

/** Azure SignalR Service. */
export interface AzureSignalR extends ResourceBase {
  readonly kind: 'azure-signalr';
  readonly serviceMode: 'Serverless' | 'Default';
  /** Shared key of the emulator that stands in for the service. */
  readonly emulatorKey?: Value;
  /** URL templates of the upstream that receives client events. */
  readonly upstreams: readonly Value[];
  /** Origins that may open connections from a browser; comma-separated lists are allowed. */
  readonly allowedOrigins: readonly Value[];
}

/** A function app of Azure Functions. */
export interface AzureFunctionsApp extends ResourceBase {
  readonly kind: 'azure-functions-app';
  /** Folder with its `host.json`, relative to the workspace. */
  readonly folder: string;
  readonly allowedOrigins: readonly Value[];
}

/** A program for Node. */
export interface NodeApp extends ResourceBase {
  readonly kind: 'node-app';
  /** Its main module, relative to the workspace. */
  readonly entry: string;
}

/** A web application that Vite serves or builds. */
export interface ViteApp extends ResourceBase {
  readonly kind: 'vite-app';
  readonly folder: string;
}

/** A program for Node that becomes a container in Azure; on one machine it is a process. */
export interface ContainerApp extends ResourceBase {
  readonly kind: 'container-app';
  /** Its main module, relative to the workspace. */
  readonly entry: string;
  /** How many of it run in Azure. */
  readonly replicas: { readonly minimum: number; readonly maximum: number };
}

/** A web application whose built files Azure serves; on one machine Vite serves its source. */
export interface StaticSite extends ResourceBase {
  readonly kind: 'static-site';
  readonly folder: string;
}

/** Application Insights; on one machine there is none, and references to it yield nothing. */
export interface ApplicationInsights extends ResourceBase {
  readonly kind: 'application-insights';
}

/** A provider of sign-in by OpenID Connect. */
export interface OpenIdProvider extends ResourceBase {
  readonly kind: 'openid-provider';
  readonly clientId: Value;
  readonly audience: Value;
  /** Origins of the web application that signs people in. */
  readonly clientOrigins: readonly Value[];
}

/** Azure Table Storage; on one machine a database file. */
export interface AzureTables extends ResourceBase {
  readonly kind: 'azure-tables';
}

/** Something that whoever starts or deploys the platform has, and tells how to connect to. */
export interface ConnectionString extends ResourceBase {
  readonly kind: 'connection-string';
}

/** A part of the platform, as inert data. */
export type Resource =
  | AzureSignalR
  | AzureFunctionsApp
  | NodeApp
  | ContainerApp
  | ViteApp
  | StaticSite
  | OpenIdProvider
  | AzureTables
  | ApplicationInsights
  | ConnectionString;

export type ResourceKind = Resource['kind'];
export type ResourceOf<Kind extends ResourceKind> = Extract<Resource, { kind: Kind }>;

/** Something the person or program that starts the platform supplies. */
export interface Parameter {
  readonly name: string;
  /** Secret values are never shown. */
  readonly secret: boolean;
}

/** What the description is for: processes on one machine, or resources in Azure. */
export type AppMode = 'run' | 'publish';

/** A checked description: names are unique, everything referred to exists, waits have an order. */
export interface AppModel {
  readonly mode: AppMode;
  readonly resources: readonly Resource[];
  readonly parameters: readonly Parameter[];
}

/** Every setting of a resource: those that references yield, then its own. */
export function settingsOf(resource: Resource): ReadonlyMap<string, Value> {
  return new Map<string, Value>([
    ...resource.references.map(
      ({ resource: target, as }) => [as, { kind: 'connection', resource: target }] as const,
    ),
    ...Object.entries(resource.environment),
  ]);
}
