import * as web from '@pulumi/azure-native/web/index.js';
import * as pulumi from '@pulumi/pulumi';
import { nameIn, type Surroundings } from './surroundings.ts';

export interface StaticSiteArgs {
  readonly surroundings: Surroundings;
  readonly sku: 'Free' | 'Standard';
  /** Static Web Apps live in few regions and serve their files from everywhere. */
  readonly location: string;
  readonly customize?: ((args: web.StaticSiteArgs) => web.StaticSiteArgs) | undefined;
}

/** Files of a web application, on Azure Static Web Apps. */
export class StaticSite extends pulumi.ComponentResource {
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: StaticSiteArgs, opts?: pulumi.ComponentResourceOptions) {
    super('heliograph:infra:StaticSite', name, {}, opts);
    const { surroundings, sku, location, customize = (same) => same } = args;

    const site = new web.StaticSite(
      name,
      customize({
        name: nameIn(surroundings, 'static-site', name),
        resourceGroupName: surroundings.resourceGroupName,
        location,
        tags: surroundings.tags,
        sku: { name: sku, tier: sku },
        // What is built is deployed; Azure builds nothing, and previews would be origins nobody allowed.
        stagingEnvironmentPolicy: 'Disabled',
        allowConfigFileUpdates: true,
      }),
      { parent: this },
    );

    this.url = pulumi.interpolate`https://${site.defaultHostname}`;
    this.registerOutputs({ url: this.url });
  }
}
