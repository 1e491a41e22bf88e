import * as network from '@pulumi/azure-native/network/index.js';
import * as pulumi from '@pulumi/pulumi';
import { nameIn, type Surroundings } from './surroundings.ts';

export interface ZonalNetworkArgs {
  readonly surroundings: Surroundings;
}

/**
 * The network that an environment of Container Apps needs to spread over zones.
 * https://learn.microsoft.com/azure/reliability/reliability-azure-container-apps
 */
export class ZonalNetwork extends pulumi.ComponentResource {
  readonly subnetId: pulumi.Output<string>;

  constructor(name: string, args: ZonalNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super('heliograph:infra:ZonalNetwork', name, {}, opts);
    const { surroundings } = args;
    const { resourceGroupName, location, tags } = surroundings;

    const whole = new network.VirtualNetwork(
      name,
      {
        virtualNetworkName: nameIn(surroundings, 'network', name),
        resourceGroupName,
        location,
        tags,
        addressSpace: { addressPrefixes: ['10.60.0.0/22'] },
      },
      { parent: this },
    );
    const subnet = new network.Subnet(
      `${name}-containers`,
      {
        subnetName: 'containers',
        resourceGroupName,
        virtualNetworkName: whole.name,
        addressPrefix: '10.60.0.0/23',
        delegations: [{ name: 'containers', serviceName: 'Microsoft.App/environments' }],
      },
      { parent: this },
    );

    this.subnetId = subnet.id;
    this.registerOutputs({ subnetId: this.subnetId });
  }
}
