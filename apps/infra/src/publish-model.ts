import type { AppModel } from '@heliograph/app-model-core';
import { LogWorkspace, nameIn } from '@heliograph/infra-components';
import * as authorization from '@pulumi/azure-native/authorization/index.js';
import * as resources from '@pulumi/azure-native/resources/index.js';
import type * as pulumi from '@pulumi/pulumi';
import { findExisting } from './azure-parts.ts';
import { checkPlatform } from './check-platform.ts';
import { creationOrder } from './creation-order.ts';
import type { Environment } from './environment.ts';
import { publishPlatform, type PublishedPlatform } from './publish-platform.ts';
import type { ParameterSource } from './resolve-values.ts';

/** Storage accounts leave little room for names, so ours begin with four letters. */
const platform = 'helg';

export interface ModelOptions {
  readonly model: AppModel;
  readonly environment: Environment;
  /** Whatever tells this stack from all others in the world. */
  readonly uniqueness: string;
  readonly parameter: ParameterSource;
}

export interface PublishedModel extends PublishedPlatform {
  readonly resourceGroupName: pulumi.Output<string>;
}

/**
 * Creates the Azure resources of a model in a resource group of their own. What can be refused is
 * refused before anything is created, after what exists already was looked at.
 *
 * @throws InfraError
 */
export async function publishModel(options: ModelOptions): Promise<PublishedModel> {
  const { model, environment, uniqueness, parameter } = options;
  const { name, location } = environment;
  const naming = { platform, environment: name, uniqueness };
  const tags = { application: 'heliograph', environment: name, managedBy: 'pulumi' };

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
  const published = publishPlatform({
    model,
    environment,
    surroundings: { ...place, workspaceId: workspace.workspaceId },
    tenantId: authorization.getClientConfigOutput().tenantId,
    parameter,
    existing,
  });
  return { ...published, resourceGroupName: group.name };
}
