import { connectionStringName } from './external-resource.ts';
import { ModelError } from './model-error.ts';
import { settingsOf, type AppModel, type Resource, type ResourceKind } from './resource.ts';
import { startOrder } from './start-plan.ts';
import { expressionsIn, type Value } from './value.ts';

/** Names become names of log files, settings and Azure resources, so the strictest rule holds. */
const resourceName = /^[a-z][a-z0-9-]{0,39}$/;
const portLimit = 65_535;

/** What to write when a resource has no way to run, by kind; a connection string is always one. */
const waysToRun: Partial<Readonly<Record<ResourceKind, string>>> = {
  'azure-signalr': 'add runAsEmulator() or asExisting(name, resourceGroup), or ',
  'openid-provider': 'add runAsLocalProvider() or asIssuer(authority), or ',
  'azure-tables': 'add runAsLocalFile(file) or asExisting(name, resourceGroup), or ',
  'application-insights': 'add it in publish mode only, or ',
};

/** What to write for kinds that exist on one machine only. */
const formsInAzure: Partial<Readonly<Record<ResourceKind, string>>> = {
  'node-app': 'addContainerApp()',
  'vite-app': 'addStaticSite()',
};

/**
 * Holds a description against the rules and freezes it.
 * @throws ModelError naming the resource and the rule
 */
export function checkModel(model: AppModel): AppModel {
  const byName = new Map<string, Resource>();
  for (const resource of model.resources) {
    checkName(resource.name);
    if (byName.has(resource.name)) {
      throw new ModelError('name-duplicate', `Two resources are called ${resource.name}`);
    }
    byName.set(resource.name, resource);
  }
  const parameters = new Set<string>();
  for (const { name } of model.parameters) {
    if (parameters.has(name)) {
      throw new ModelError('name-duplicate', `Two parameters are called ${name}`);
    }
    parameters.add(name);
  }
  for (const resource of model.resources) checkResource(resource, byName, model);
  for (const { name } of model.resources) checkConnection(name, byName, []);
  startOrder(model);
  return deepFreeze(model);
}

function checkName(name: string): void {
  if (resourceName.test(name)) return;
  throw new ModelError(
    'name-invalid',
    `${JSON.stringify(name)} cannot name a resource: use a lower-case letter, then up to 39 lower-case letters, digits or hyphens`,
  );
}

function checkResource(
  resource: Resource,
  byName: ReadonlyMap<string, Resource>,
  model: AppModel,
): void {
  const { name } = resource;
  if (model.mode === 'publish') checkPublishing(resource);
  else if (resource.run === undefined) {
    throw new ModelError(
      'no-way-to-run',
      `${name} has no way to run on this machine: ${waysToRun[resource.kind] ?? ''}supply ${connectionStringName(name)}`,
    );
  }
  for (const [endpoint, { port }] of Object.entries(resource.endpoints)) {
    if (Number.isInteger(port) && port >= 0 && port <= portLimit) continue;
    throw new ModelError('port-invalid', `${name}: port ${port} of ${endpoint} is not 0 to 65535`);
  }
  for (const other of [...resource.waitsFor, ...resource.references.map((r) => r.resource)]) {
    if (!byName.has(other)) throw unknown(name, other);
  }
  for (const { resource: other } of resource.references) {
    if (byName.get(other)?.connection !== undefined) continue;
    throw new ModelError(
      'connection-missing',
      `${name} refers to ${other}, which has nothing to connect to`,
    );
  }
  const { healthCheck } = resource;
  if (healthCheck && !(healthCheck.endpoint in resource.endpoints)) {
    throw new ModelError(
      'endpoint-unknown',
      `${name}: its health check needs an endpoint ${healthCheck.endpoint}, which it does not have`,
    );
  }
  for (const setting of settingsOf(resource).keys()) {
    if (settingName.test(setting)) continue;
    throw new ModelError(
      'name-invalid',
      `${name}: ${JSON.stringify(setting)} cannot name a setting, for it is empty or has a space or =`,
    );
  }
  for (const value of valuesOf(resource)) checkValue(name, value, byName, model);
}

/** Settings become environment variables, of which no system takes any other names. */
const settingName = /^[^\s=\0]+$/;

/** What it takes to connect to a resource may be made of other connections, but not of itself. */
function checkConnection(
  name: string,
  byName: ReadonlyMap<string, Resource>,
  path: readonly string[],
): void {
  if (path.includes(name)) {
    const round = [...path.slice(path.indexOf(name)), name].join(' → ');
    throw new ModelError(
      'connection-cycle',
      `The connection of ${name} is made of itself: ${round}`,
    );
  }
  for (const expression of expressionsIn(byName.get(name)?.connection ?? '')) {
    if (expression.kind === 'connection') {
      checkConnection(expression.resource, byName, [...path, name]);
    }
  }
}

function checkPublishing({ name, kind, connection }: Resource): void {
  const instead = formsInAzure[kind];
  if (instead !== undefined) {
    throw new ModelError('mode-unfit', `${name} runs on one machine only: use ${instead}`);
  }
  if (kind === 'openid-provider' && connection === undefined) {
    throw new ModelError('no-way-to-run', `${name} has no issuer in Azure: add asIssuer()`);
  }
}

function valuesOf(resource: Resource): readonly Value[] {
  const own: Value[] = [...settingsOf(resource).values()];
  if (resource.connection !== undefined) own.push(resource.connection);
  switch (resource.kind) {
    case 'azure-signalr':
      return [...own, ...resource.upstreams, ...resource.allowedOrigins];
    case 'azure-functions-app':
      return [...own, ...resource.allowedOrigins];
    case 'openid-provider':
      return [...own, resource.clientId, resource.audience, ...resource.clientOrigins];
    default:
      return own;
  }
}

function checkValue(
  name: string,
  value: Value,
  byName: ReadonlyMap<string, Resource>,
  model: AppModel,
): void {
  for (const expression of expressionsIn(value)) {
    if (expression.kind === 'parameter') {
      if (model.parameters.some((parameter) => parameter.name === expression.name)) continue;
      throw new ModelError(
        'parameter-unknown',
        `${name} uses the parameter ${expression.name}, which this model does not have`,
      );
    }
    const target = byName.get(expression.resource);
    if (!target) throw unknown(name, expression.resource);
    if (expression.kind === 'endpoint' && !(expression.endpoint in target.endpoints)) {
      throw new ModelError(
        'endpoint-unknown',
        `${name} uses the endpoint ${expression.endpoint} of ${target.name}, which does not have it`,
      );
    }
  }
}

const unknown = (name: string, other: string): ModelError =>
  new ModelError('resource-unknown', `${name} needs ${other}, which this model does not have`);

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFreeze(member);
  }
  return value;
}
