import { expressionsIn, type Value } from '@heliograph/app-model-core';
import type { FunctionApp, SecretVault, UpstreamTemplate } from '@heliograph/infra-components';
import * as web from '@pulumi/azure-native/web/index.js';
import * as pulumi from '@pulumi/pulumi';
import { upstreamKey } from './upstream.ts';

export interface WiringOptions {
  readonly resolve: (value: Value) => pulumi.Output<string>;
  /** Function apps of this stack by the names of their parts. */
  readonly functionApps: ReadonlyMap<string, FunctionApp>;
  readonly vault: SecretVault | undefined;
  readonly resourceGroupName: pulumi.Input<string>;
  /** Application id URI for which the service proves who it is besides the key. */
  readonly identityResource?: string | undefined;
}

/**
 * The upstream that a template describes. The functions' code goes to the vault, where the service
 * reads it, so that no template holds a secret. An address outside the stack needs none of ours.
 */
export function wireUpstream(template: Value, options: WiringOptions): UpstreamTemplate {
  const { resolve, functionApps, vault, resourceGroupName, identityResource } = options;
  const url = resolve(template);
  const identity = identityResource === undefined ? {} : { identityResource };
  const [[part, app] = []] = expressionsIn(template).flatMap((expression) => {
    if (expression.kind !== 'endpoint') return [];
    const found = functionApps.get(expression.resource);
    return found ? [[expression.resource, found] as const] : [];
  });
  if (!part || !app || !vault) return { url, ...identity };
  const keys = web.listWebAppHostKeysOutput({ name: app.appName, resourceGroupName });
  const key = pulumi
    .all([app.appName, keys.systemKeys])
    .apply(([appName, systemKeys]) => upstreamKey(appName, systemKeys));
  const uri = vault.keep(`${part}-upstream`, key);
  return {
    url: pulumi.interpolate`${url}?code={@Microsoft.KeyVault(SecretUri=${uri})}`,
    ...identity,
  };
}
