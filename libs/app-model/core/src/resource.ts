import type { Value } from './value.ts';

/** Where a resource listens. */
export interface Endpoint {
  readonly scheme: 'http';
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

interface ResourceBase {
  readonly name: string;
  readonly endpoints: Readonly<Record<string, Endpoint>>;
  readonly references: readonly Reference[];
  readonly environment: Readonly<Record<string, Value>>;
  /** Resources that must be healthy before this one starts. */
  readonly waitsFor: readonly string[];
  readonly healthCheck?: HealthCheck;
  /** What a reference to this resource yields. */
  readonly connection?: Value;
  /**
   * How the resource comes to be on this machine: as a process, or as a mere value such as a file's
   * name. Absent as long as nobody chose.
   */
  readonly run?: 'process' | 'value';
}

/** Azure SignalR Service. */
export interface AzureSignalR extends ResourceBase {
  readonly kind: 'azure-signalr';
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

/** A provider of sign-in by OpenID Connect. */
export interface OpenIdProvider extends ResourceBase {
  readonly kind: 'openid-provider';
  readonly clientId: string;
  readonly audience: string;
  /** Origins of the web application that signs people in. */
  readonly clientOrigins: readonly Value[];
}

/** Azure Table Storage; on one machine a database file. */
export interface AzureTables extends ResourceBase {
  readonly kind: 'azure-tables';
}

/** A part of the platform, as inert data. */
export type Resource =
  AzureSignalR | AzureFunctionsApp | NodeApp | ViteApp | OpenIdProvider | AzureTables;

export type ResourceKind = Resource['kind'];
export type ResourceOf<Kind extends ResourceKind> = Extract<Resource, { kind: Kind }>;

/** Something the person or program that starts the platform supplies. */
export interface Parameter {
  readonly name: string;
  /** Secret values are never shown. */
  readonly secret: boolean;
}

/** A checked description: names are unique, everything referred to exists, waits have an order. */
export interface AppModel {
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
