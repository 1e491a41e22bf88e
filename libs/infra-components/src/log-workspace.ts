import * as operationalinsights from '@pulumi/azure-native/operationalinsights/index.js';
import * as pulumi from '@pulumi/pulumi';
import { nameIn, type Surroundings } from './surroundings.ts';

export interface LogWorkspaceArgs {
  readonly surroundings: Omit<Surroundings, 'workspaceId'>;
  /** Days that logs are kept, 30 to 730. */
  readonly retentionDays: number;
}

/** The workspace of Log Analytics in which all logs of an environment end up. */
export class LogWorkspace extends pulumi.ComponentResource {
  readonly workspaceId: pulumi.Output<string>;

  constructor(name: string, args: LogWorkspaceArgs, opts?: pulumi.ComponentResourceOptions) {
    super('heliograph:infra:LogWorkspace', name, {}, opts);
    const { surroundings, retentionDays } = args;

    const workspace = new operationalinsights.Workspace(
      name,
      {
        workspaceName: nameIn(surroundings, 'workspace', name),
        resourceGroupName: surroundings.resourceGroupName,
        location: surroundings.location,
        tags: surroundings.tags,
        sku: { name: 'PerGB2018' },
        retentionInDays: retentionDays,
        features: { disableLocalAuth: true },
      },
      { parent: this },
    );

    this.workspaceId = workspace.id;
    this.registerOutputs({ workspaceId: this.workspaceId });
  }
}
