import {
  expressionsIn,
  settingsOf,
  type AppModel,
  type Resource,
  type Value,
} from '@heliograph/app-model-core';
import { InfraError, type Surroundings } from '@heliograph/infra-components';
import * as pulumi from '@pulumi/pulumi';
import { resourceNamed, signalRName, signalRUrl, type AzurePart } from './azure-parts.ts';
import type { Environment } from './environment.ts';

/** Answers a parameter of the model; `undefined` where nobody gave it a value. */
export type ParameterSource = (name: string, isSecret: boolean) => pulumi.Input<string> | undefined;

export interface ResolverOptions {
  readonly model: AppModel;
  readonly environment: Environment;
  readonly surroundings: Surroundings;
  readonly parameter: ParameterSource;
  /** Parts that exist, or are created already. */
  readonly parts: ReadonlyMap<string, AzurePart>;
}

/** Computes values of a model from what was created in Azure. The result throws InfraError. */
export function valueResolver(options: ResolverOptions): (value: Value) => pulumi.Output<string> {
  const { model, environment, surroundings, parts } = options;

  const urlOf = (resource: Resource): pulumi.Output<string> => {
    if (resource.kind === 'azure-signalr') {
      return pulumi.output(signalRUrl(signalRName(resource, surroundings)));
    }
    const part = parts.get(resource.name);
    if (part) return pulumi.output(part.url);
    throw new InfraError('option-invalid', `${resource.name} has no address yet`);
  };

  const connectionOf = (resource: Resource): pulumi.Output<string> => {
    const { name, kind, connection, existing } = resource;
    if (connection === undefined) {
      throw new InfraError('option-invalid', `${name} has nothing to connect to`);
    }
    const { customDomain } = environment.signalr;
    if (kind !== 'azure-signalr' || existing || !customDomain) return resolve(connection);
    // People come by the domain; programs keep to the service's own address, as their tokens do.
    return pulumi.concat(resolve(connection), `ClientEndpoint=https://${customDomain.domainName};`);
  };

  const resolve = (value: Value): pulumi.Output<string> => {
    if (typeof value === 'string') return pulumi.output(value);
    switch (value.kind) {
      case 'text':
        return pulumi.concat(...value.parts.map(resolve));
      case 'parameter': {
        const given = options.parameter(value.name, value.secret);
        if (given === undefined) throw missingParameter(model, value.name, value.secret);
        return value.secret ? pulumi.secret(given) : pulumi.output(given);
      }
      case 'connection':
        return connectionOf(resourceNamed(model, value.resource));
      case 'endpoint': {
        const resource = resourceNamed(model, value.resource);
        const { port } = resource.endpoints[value.endpoint] ?? { port: 0 };
        // What a program listens on in its container has nothing to do with how it is reached.
        if (value.property === 'address') return pulumi.output(`0.0.0.0:${port}`);
        if (value.property === 'port') return pulumi.output(String(port));
        const url = urlOf(resource);
        if (value.property === 'host') return url.apply((text) => new URL(text).hostname);
        if (value.property === 'url') return url;
        return url.apply((text) => [text, ...environment.extraOrigins].join(','));
      }
    }
  };
  return resolve;
}

/** Says which parameter has no value, and how to give it one. */
export function missingParameter(model: AppModel, name: string, isSecret: boolean): InfraError {
  const mark = isSecret ? '--secret ' : '';
  const users = usersOf(model, name);
  return new InfraError(
    'configuration-invalid',
    `${users.join(', ') || 'The platform'}: the parameter ${name} has no value; give it one with: pulumi config set ${mark}heliograph:${name} VALUE`,
  );
}

function usersOf(model: AppModel, parameter: string): readonly string[] {
  const mentions = (value: Value): boolean =>
    expressionsIn(value).some((one) => one.kind === 'parameter' && one.name === parameter);
  return model.resources
    .filter((resource) =>
      [...settingsOf(resource).values(), resource.connection ?? ''].some(mentions),
    )
    .map(({ name }) => name);
}
