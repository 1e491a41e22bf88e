import { backendPaths } from '@heliograph/contracts';
import { LogWorkspace, nameIn } from '@heliograph/infra-components';
import { describePlatform, publishParameters, type PlatformOptions } from '@heliograph/platform';
import * as authorization from '@pulumi/azure-native/authorization/index.js';
import * as resources from '@pulumi/azure-native/resources/index.js';
import * as pulumi from '@pulumi/pulumi';
import { findExisting, resourceNamed } from './azure-parts.ts';
import { checkPlatform } from './check-platform.ts';
import { creationOrder } from './creation-order.ts';
import type { Environment } from './environment.ts';
import { publishPlatform } from './publish-platform.ts';
import type { ParameterSource } from './resolve-values.ts';

/** Storage accounts leave little room for names, so ours begin with four letters. */
const platform = 'helg';

export interface StackOptions {
  readonly environment: Environment;
  /** Whatever tells this stack from all others in the world. */
  readonly uniqueness: string;
  readonly customize?: PlatformOptions['customize'];
  /** Parameters of the model beside those of sign-in, which the environment holds. */
  readonly parameter?: ParameterSource;
  /** Told what is left to do by hand; Pulumi's own log unless told otherwise. */
  readonly warn?: (message: string) => void;
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
  readonly settings: ReturnType<typeof publishPlatform>['settings'];
}

/**
 * Creates one environment of the platform. What can be refused is refused before anything is
 * created, after what exists already was looked at.
 *
 * @throws InfraError, ModelError
 */
export async function createStack(options: StackOptions): Promise<CreatedStack> {
  const { environment, uniqueness, customize, warn = warnInPulumi } = options;
  const { location, signIn } = environment;
  const model = describePlatform({ mode: 'publish', ...(customize && { customize }) });
  const naming = { platform, environment: environment.name, uniqueness };
  const tags = { application: 'heliograph', environment: environment.name, managedBy: 'pulumi' };
  const signInParameters = new Map<string, string>([
    [publishParameters.oidcAuthority, signIn.authority],
    [publishParameters.oidcClientId, signIn.clientId],
    [publishParameters.oidcAudience, signIn.audience],
  ]);
  const parameter: ParameterSource = (name, isSecret) =>
    signInParameters.get(name) ?? options.parameter?.(name, isSecret);

  checkPlatform({ model, environment, naming, parameter });
  creationOrder(model);
  const existing = await findExisting(model);

  const group = new resources.ResourceGroup('platform', {
    resourceGroupName: nameIn(naming, 'resource-group'),
    location,
    tags,
  });
  const place = { ...naming, location, tags, resourceGroupName: group.name };
  const workspace = new LogWorkspace('logs', {
    surroundings: place,
    retentionDays: environment.logRetentionDays,
  });
  const { parts, signalR, settings } = publishPlatform({
    model,
    environment,
    surroundings: { ...place, workspaceId: workspace.workspaceId },
    tenantId: authorization.getClientConfigOutput().tenantId,
    parameter,
    existing,
    warn,
  });
  const urlOf = (name: string): pulumi.Output<string> =>
    pulumi.output(parts.get(resourceNamed(model, name).name)?.url ?? '');

  return {
    settings,
    outputs: {
      signalrHostName: signalR?.hostName ?? urlOf('signalr').apply((url) => new URL(url).hostname),
      signalrPublicPort: signalR?.publicPort ?? pulumi.output(443),
      functionAppUrl: urlOf('backend'),
      negotiateUrl: pulumi.concat(urlOf('backend'), backendPaths.negotiate),
      dashboardUrl: urlOf('dashboard'),
      resourceGroupName: group.name,
    },
  };
}

const warnInPulumi = (message: string): void => {
  void pulumi.log.warn(message);
};
