import { backendPaths } from '@heliograph/contracts';
import { describePlatform, type PlatformOptions } from '@heliograph/platform';
import * as pulumi from '@pulumi/pulumi';
import { resourceNamed } from './azure-parts.ts';
import { publishModel, type ModelOptions, type PublishedModel } from './publish-model.ts';
import type { ParameterSource } from './resolve-values.ts';
import { signInParameters } from './sign-in-parameters.ts';

export interface StackOptions extends Omit<ModelOptions, 'model' | 'parameter'> {
  readonly customize?: PlatformOptions['customize'];
  /** Parameters of the model beside those of sign-in, which the environment holds. */
  readonly parameter?: ParameterSource;
}

/** What a stack says about itself; none of it is a secret. */
export interface StackOutputs {
  readonly signalrHostName: pulumi.Output<string>;
  readonly signalrPublicPort: pulumi.Output<number>;
  readonly functionAppUrl: pulumi.Output<string>;
  readonly negotiateUrl: pulumi.Output<string>;
  readonly dashboardUrl: pulumi.Output<string>;
  readonly resourceGroupName: pulumi.Output<string>;
}

export interface CreatedStack {
  readonly outputs: StackOutputs;
  readonly settings: PublishedModel['settings'];
  /** What is left to do by hand. */
  readonly manualSteps: PublishedModel['manualSteps'];
}

/**
 * Creates one environment of the platform, or refuses it before anything is created.
 *
 * @throws InfraError, ModelError
 */
export async function createStack(options: StackOptions): Promise<CreatedStack> {
  const { environment } = options;
  const model = describePlatform({
    mode: 'publish',
    customize(parts) {
      const { existing } = environment.signalr;
      if (existing) parts.signalr.asExisting(existing.name, existing.resourceGroup);
      options.customize?.(parts);
    },
  });
  const signIn = signInParameters(environment);
  const { parts, signalR, settings, manualSteps, resourceGroupName } = await publishModel({
    ...options,
    model,
    parameter: (name, isSecret) => signIn.get(name) ?? options.parameter?.(name, isSecret),
  });
  const urlOf = (name: string): pulumi.Output<string> =>
    pulumi.output(parts.get(resourceNamed(model, name).name)?.url ?? '');

  return {
    settings,
    manualSteps,
    outputs: {
      signalrHostName: signalR?.hostName ?? urlOf('signalr').apply((url) => new URL(url).hostname),
      signalrPublicPort: signalR?.publicPort ?? pulumi.output(443),
      functionAppUrl: urlOf('backend'),
      negotiateUrl: pulumi.concat(urlOf('backend'), backendPaths.negotiate),
      dashboardUrl: urlOf('dashboard'),
      resourceGroupName,
    },
  };
}
