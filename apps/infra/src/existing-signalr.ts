import type { ResourceOf } from '@heliograph/app-model-core';
import { InfraError } from '@heliograph/infra-components';
import type { GetSignalRResult } from '@pulumi/azure-native/signalrservice/index.js';

/** What the platform looks at in a SignalR Service that somebody else created. */
export type FoundSignalR = Pick<
  GetSignalRResult,
  'id' | 'kind' | 'features' | 'disableAadAuth' | 'publicNetworkAccess' | 'identity' | 'upstream'
>;

/**
 * Holds an existing SignalR Service against what the platform needs of it.
 *
 * @throws InfraError `existing-unfit` naming the resource, the service and the rule
 */
export function checkExistingSignalR(
  { name, serviceMode }: Pick<ResourceOf<'azure-signalr'>, 'name' | 'serviceMode'>,
  serviceName: string,
  found: FoundSignalR,
): void {
  const refuse = (rule: string): never => {
    throw new InfraError('existing-unfit', `${name}: ${serviceName} ${rule}`);
  };
  if (found.kind === 'RawWebSockets') refuse('is a Web PubSub Service, which speaks no SignalR');
  // The service's own default where the flag is not set.
  const mode = found.features?.find(({ flag }) => flag === 'ServiceMode')?.value ?? 'Default';
  if (mode !== serviceMode) refuse(`is in ${mode} mode, and the platform needs ${serviceMode}`);
  if (found.disableAadAuth) {
    refuse('takes no identities of Entra ID (disableAadAuth), and the platform has no keys');
  }
  if (found.publicNetworkAccess === 'Disabled') {
    refuse('is closed to the public network (publicNetworkAccess), where people connect from');
  }
}

/** What somebody has to do by hand to a service that the stack must not change. */
export interface ManualSteps {
  readonly resource: Pick<ResourceOf<'azure-signalr'>, 'name' | 'existing'>;
  /** Upstream templates in order; none of them holds a secret, for that is in the key vault. */
  readonly upstreamUrls: readonly string[];
  readonly origins: readonly string[];
}

/**
 * What is left to do for an existing service: Azure knows its upstream and its origins only as
 * members of the service, so a stack that set them would take over all of the service.
 *
 * @returns nothing once its upstream is as it should be
 */
export function describeManualSteps(
  { resource, upstreamUrls, origins }: ManualSteps,
  found: FoundSignalR,
): string[] {
  const { name, existing } = resource;
  const { name: serviceName = '', resourceGroup = '' } = existing ?? {};
  const present = (found.upstream?.templates ?? []).map(({ urlTemplate }) => urlTemplate);
  if (upstreamUrls.every((url) => present.includes(url))) return [];
  const service = `--name ${serviceName} --resource-group ${resourceGroup}`;
  const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
  const lines = [
    `${name}: the existing service ${serviceName} does not call the functions yet, and this stack`,
    'leaves it as it is. Whoever owns it runs these commands; the stack then finds them done:',
    ...(found.identity?.principalId
      ? []
      : [
          `  az signalr identity assign --identity [system] ${service}`,
          '  (then bring this stack up again: that identity reads the code of the upstream)',
        ]),
    `  az signalr upstream update ${service} ${upstreamUrls
      .map((url) => `--template url-template=${quoted(url)}`)
      .join(' ')}`,
    `  az signalr cors add ${service} --allowed-origins ${origins.map(quoted).join(' ')}`,
  ];
  return [lines.join('\n')];
}
