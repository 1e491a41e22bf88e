import { describe, expect, it } from 'vitest';
import { recordComponent, surroundings } from './fixtures/record-component.ts';
import { SecretVault } from './secret-vault.ts';

const record = () =>
  recordComponent(() => {
    const vault = new SecretVault('secrets', { surroundings, tenantId: 'the-tenant' });
    return { uri: vault.keep('backend-THE__TOKEN', 'a secret'), vaultId: vault.vaultId };
  });

describe(SecretVault, () => {
  it('is opened by roles, and what is deleted can be brought back', async () => {
    const { one } = await record();

    expect(one('Vault')).toMatchObject({
      properties: {
        tenantId: 'the-tenant',
        enableRbacAuthorization: true,
        enableSoftDelete: true,
        enablePurgeProtection: true,
      },
      tags: surroundings.tags,
    });
    expect(one('DiagnosticSetting')).toMatchObject({ workspaceId: surroundings.workspaceId });
  });

  it('keeps a secret under a name that it takes, and says where without a version', async () => {
    const { one, values } = await record();
    const vaultName = String(one('Vault')['vaultName']);

    expect(one('Secret')).toMatchObject({
      vaultName,
      secretName: 'backend-THE-TOKEN',
      properties: { value: 'a secret' },
    });
    expect(values['uri']).toBe(`https://${vaultName}.vault.azure.net/secrets/backend-THE-TOKEN`);
  });
});
