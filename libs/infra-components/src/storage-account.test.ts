import { describe, expect, it } from 'vitest';
import { recordComponent, surroundings } from './fixtures/record-component.ts';
import { StorageAccount, type StorageAccountArgs } from './storage-account.ts';

const record = (change: Partial<StorageAccountArgs> = {}) =>
  recordComponent(() => {
    const { accountName, accountId, blobUrl, tableUrl } = new StorageAccount('history', {
      surroundings,
      redundancy: 'LRS',
      ...change,
    });
    return { accountName, accountId, blobUrl, tableUrl };
  });

describe(StorageAccount, () => {
  it('takes identities over TLS 1.2 only, and shows nothing to the public', async () => {
    const { one } = await record();

    expect(one('StorageAccount')).toMatchObject({
      kind: 'StorageV2',
      minimumTlsVersion: 'TLS1_2',
      enableHttpsTrafficOnly: true,
      allowSharedKeyAccess: false,
      allowBlobPublicAccess: false,
      allowCrossTenantReplication: false,
      tags: surroundings.tags,
    });
  });

  it.for(['LRS', 'ZRS', 'GZRS'] as const)('keeps copies as %s', async (redundancy) => {
    const { one } = await record({ redundancy });

    expect(one('StorageAccount')['sku']).toEqual({ name: `Standard_${redundancy}` });
  });

  it('has containers that are not public', async () => {
    const { one } = await record({ containers: ['deployment'] });

    expect(one('BlobContainer')).toMatchObject({
      containerName: 'deployment',
      publicAccess: 'None',
    });
  });

  it('has addresses that follow from its name', async () => {
    const { one, values } = await record();
    const name = String(one('StorageAccount')['accountName']);

    expect(name).toMatch(/^[a-z0-9]{3,24}$/);
    expect(values).toMatchObject({
      blobUrl: `https://${name}.blob.core.windows.net`,
      tableUrl: `https://${name}.table.core.windows.net`,
    });
  });
});
