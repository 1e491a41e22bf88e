/**
 * Resources that a local run uses where they are, instead of starting something that stands in for
 * them. Either the description says so (`asExisting`, `asIssuer`), or whoever starts the platform
 * supplies a connection string, which wins over everything the description says.
 */
import { ModelError } from './model-error.ts';
import type { Parameter, Resource, ResourceKind } from './resource.ts';
import { text, type Value } from './value.ts';

/**
 * The setting that holds the connection string of a resource, as .NET's configuration has it. Shells
 * know no hyphens in names.
 */
export function connectionStringName(resource: string): string {
  return `ConnectionStrings__${resource.replaceAll('-', '_')}`;
}

/** The connection string of a resource as something that is supplied, and never shown. */
export function connectionStringParameter(resource: string): Parameter {
  return { name: connectionStringName(resource), secret: true };
}

/** How to reach something in Azure of which only the name is known; by identity, so without a key. */
export function existingConnection(kind: ResourceKind, name: string): Value | undefined {
  switch (kind) {
    case 'azure-signalr':
      return `Endpoint=https://${name}.service.signalr.net;AuthType=azure;Version=1.0;`;
    case 'azure-tables':
      return `tables:https://${name}.table.core.windows.net`;
    default:
      return undefined;
  }
}

/**
 * The resource as a local run has it, when `supplied` names those with a connection string.
 * @throws ModelError `mode-unfit` for a connection string to a program of our own
 */
export function settleForRun(resource: Resource, supplied: ReadonlySet<string>): Resource {
  const connection = supplied.has(resource.name)
    ? suppliedConnection(resource)
    : resource.existing && existingConnection(resource.kind, resource.existing.name);
  if (connection === undefined && resource.run !== 'external') return resource;
  // What is elsewhere has no port here and is not asked how it fares.
  return {
    ...resource,
    run: 'external',
    endpoints: {},
    healthCheck: undefined,
    ...(connection !== undefined && { connection }),
  };
}

function suppliedConnection({ name, kind }: Resource): Value {
  const connection: Value = { kind: 'parameter', ...connectionStringParameter(name) };
  switch (kind) {
    case 'azure-signalr':
    case 'openid-provider':
    case 'application-insights':
    case 'connection-string':
      return connection;
    case 'azure-tables':
      return text`tables:${connection}`;
    case 'azure-functions-app':
    case 'node-app':
    case 'container-app':
    case 'vite-app':
    case 'static-site':
      throw new ModelError(
        'mode-unfit',
        `${name} is a program of this platform, so ${connectionStringName(name)} has no meaning`,
      );
  }
}
