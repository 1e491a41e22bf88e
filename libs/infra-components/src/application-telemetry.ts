import * as applicationinsights from '@pulumi/azure-native/applicationinsights/index.js';
import * as pulumi from '@pulumi/pulumi';
import { nameIn, type Surroundings } from './surroundings.ts';

export interface ApplicationTelemetryArgs {
  readonly surroundings: Surroundings;
  readonly customize?:
    ((args: applicationinsights.ComponentArgs) => applicationinsights.ComponentArgs) | undefined;
}

/** Application Insights over the workspace. Whoever writes to it proves who it is. */
export class ApplicationTelemetry extends pulumi.ComponentResource {
  readonly componentId: pulumi.Output<string>;
  /** Says where to send; with local authentication off it lets nobody in by itself. */
  readonly connectionString: pulumi.Output<string>;

  constructor(
    name: string,
    args: ApplicationTelemetryArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super('heliograph:infra:ApplicationTelemetry', name, {}, opts);
    const { surroundings, customize = (same) => same } = args;

    const component = new applicationinsights.Component(
      name,
      customize({
        resourceName: nameIn(surroundings, 'telemetry', name),
        resourceGroupName: surroundings.resourceGroupName,
        location: surroundings.location,
        tags: surroundings.tags,
        kind: 'web',
        applicationType: 'web',
        ingestionMode: 'LogAnalytics',
        workspaceResourceId: surroundings.workspaceId,
        disableLocalAuth: true,
      }),
      { parent: this },
    );

    this.componentId = component.id;
    this.connectionString = component.connectionString;
    this.registerOutputs({ componentId: this.componentId });
  }
}
