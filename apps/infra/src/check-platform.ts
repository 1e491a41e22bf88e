/**
 * What can be refused without asking Azure is refused here, before anything is created: a program
 * that stops halfway would leave half a stack behind.
 */
import {
  isSecret,
  settingsOf,
  type AppModel,
  type Resource,
  type Value,
} from '@heliograph/app-model-core';
import {
  checkAppSettings,
  checkTier,
  hostSettings,
  InfraError,
  nameIn,
  namedKinds,
  type Surroundings,
} from '@heliograph/infra-components';
import { existingName } from './azure-parts.ts';
import type { Environment } from './environment.ts';
import { missingParameter, type ParameterSource } from './resolve-values.ts';

export interface CheckOptions {
  readonly model: AppModel;
  readonly environment: Environment;
  readonly naming: Pick<Surroundings, 'platform' | 'environment' | 'uniqueness'>;
  readonly parameter: ParameterSource;
}

/** @throws InfraError naming the resource and the rule */
export function checkPlatform({ model, environment, naming, parameter }: CheckOptions): void {
  for (const { name, secret } of model.parameters) {
    if (parameter(name, secret) === undefined) throw missingParameter(model, name, secret);
  }
  for (const resource of model.resources) {
    for (const kind of namedKinds) nameIn(naming, kind, resource.name);
    if (resource.existing) existingName(resource);
    else checkResource(resource, model, environment);
  }
}

function checkResource(resource: Resource, model: AppModel, environment: Environment): void {
  const { name, kind } = resource;
  const refuse = (rule: string): never => {
    throw new InfraError('option-invalid', `${name}: ${rule}`);
  };
  switch (kind) {
    case 'azure-signalr':
      checkTier(name, environment.signalr);
      if (resource.upstreams.length > 0 && resource.serviceMode !== 'Serverless') {
        refuse(
          `only a Serverless service calls an upstream, and this one is ${resource.serviceMode}`,
        );
      }
      break;
    case 'azure-functions-app': {
      const { plan } = environment.functions;
      const host = hostSettings(plan, { storageAccountName: '', packageUrl: '' });
      checkAppSettings(name, plan, [...settingsOf(resource).keys()], Object.keys(host));
      break;
    }
    case 'container-app':
      if ((resource.endpoints['http']?.port ?? 0) === 0) {
        refuse('a container needs a port that is known beforehand: withHttpEndpoint({ port })');
      }
      break;
    case 'static-site':
      for (const [setting, value] of settingsOf(resource)) {
        if (isSecretIn(model, value)) refuse(`${setting} is a secret, and its files are public`);
      }
      break;
    case 'node-app':
    case 'vite-app':
      refuse('it runs on one machine only');
      break;
    case 'azure-tables':
    case 'application-insights':
    case 'openid-provider':
    case 'connection-string':
      break;
  }
}

/** True when a value holds a secret, directly or through a connection. */
export function isSecretIn(model: AppModel, value: Value): boolean {
  return isSecret(
    value,
    (name) => model.resources.find((resource) => resource.name === name)?.connection,
  );
}
