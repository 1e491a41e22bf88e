import * as storage from '@pulumi/azure-native/storage/index.js';
import * as pulumi from '@pulumi/pulumi';
import { nameIn, type Surroundings } from './surroundings.ts';

/** How many copies Azure keeps, and where. */
export type Redundancy = 'LRS' | 'ZRS' | 'GZRS';

export interface StorageAccountArgs {
  readonly surroundings: Surroundings;
  readonly redundancy: Redundancy;
  /** Blob containers to create; none is public. */
  readonly containers?: readonly string[];
  readonly customize?:
    ((args: storage.StorageAccountArgs) => storage.StorageAccountArgs) | undefined;
}

/** A storage account that takes identities only: no shared keys, no public blobs, TLS 1.2. */
export class StorageAccount extends pulumi.ComponentResource {
  readonly accountName: pulumi.Output<string>;
  readonly accountId: pulumi.Output<string>;
  /** Base URLs without a trailing slash, known from the name alone. */
  readonly blobUrl: pulumi.Output<string>;
  readonly tableUrl: pulumi.Output<string>;

  constructor(name: string, args: StorageAccountArgs, opts?: pulumi.ComponentResourceOptions) {
    super('heliograph:infra:StorageAccount', name, {}, opts);
    const { surroundings, redundancy, containers = [], customize = (same) => same } = args;
    const { resourceGroupName, location, tags } = surroundings;

    const account = new storage.StorageAccount(
      name,
      customize({
        accountName: nameIn(surroundings, 'storage', name),
        resourceGroupName,
        location,
        tags,
        kind: 'StorageV2',
        sku: { name: `Standard_${redundancy}` },
        minimumTlsVersion: 'TLS1_2',
        enableHttpsTrafficOnly: true,
        allowBlobPublicAccess: false,
        allowSharedKeyAccess: false,
        allowCrossTenantReplication: false,
        defaultToOAuthAuthentication: true,
      }),
      { parent: this },
    );
    for (const containerName of containers) {
      new storage.BlobContainer(
        `${name}-${containerName}`,
        { accountName: account.name, resourceGroupName, containerName, publicAccess: 'None' },
        { parent: this },
      );
    }

    this.accountName = account.name;
    this.accountId = account.id;
    this.blobUrl = pulumi.interpolate`https://${account.name}.blob.core.windows.net`;
    this.tableUrl = pulumi.interpolate`https://${account.name}.table.core.windows.net`;
    this.registerOutputs({ accountName: this.accountName });
  }
}
