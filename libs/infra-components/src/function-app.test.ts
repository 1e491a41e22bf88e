import { azureRoleIds } from '@heliograph/app-model-core';
import { describe, expect, it } from 'vitest';
import { grantsIn, recordComponent, surroundings } from './fixtures/record-component.ts';
import { FunctionApp, type FunctionAppArgs } from './function-app.ts';
import { forbiddenSettings } from './function-settings.ts';

const record = (change: Partial<FunctionAppArgs> = {}) =>
  recordComponent(() => {
    const { appId, appName, url, principalId } = new FunctionApp('backend', {
      surroundings,
      plan: 'flex',
      instanceMemory: 512,
      maximumInstances: 40,
      alwaysReady: 0,
      zoneRedundant: false,
      storageRedundancy: 'LRS',
      settings: { GREETING: 'hello' },
      allowedOrigins: ['https://dashboard.example.com'],
      ...change,
    });
    return { appId, appName, url, principalId };
  });

/** Settings of an app by name. */
function settingsIn(app: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const { appSettings } = app['siteConfig'] as { appSettings: { name: string; value: string }[] };
  return Object.fromEntries(appSettings.map(({ name, value }) => [name, value]));
}

describe(FunctionApp, () => {
  it.for(['flex', 'consumption'] as const)(
    'has the settings of the %s plan, and none that it forbids',
    async (plan) => {
      const { one } = await record({ plan });
      const settings = settingsIn(one('WebApp'));

      expect(settings['GREETING']).toBe('hello');
      expect(settings['AzureWebJobsStorage__accountName']).toMatch(/^helgdev/);
      for (const name of forbiddenSettings[plan]) expect(settings).not.toHaveProperty(name);
      expect(Object.keys(settings).includes('FUNCTIONS_WORKER_RUNTIME')).toBe(
        plan === 'consumption',
      );
    },
  );

  it('runs on Flex Consumption with the code from a container that its identity opens', async () => {
    const { one } = await record({ instanceMemory: 2048, maximumInstances: 100, alwaysReady: 2 });
    const app = one('WebApp');

    expect(one('AppServicePlan')).toMatchObject({
      reserved: true,
      sku: { name: 'FC1', tier: 'FlexConsumption' },
    });
    expect(app['functionAppConfig']).toEqual({
      deployment: {
        storage: {
          type: 'blobContainer',
          value: expect.stringMatching(
            /^https:\/\/helgdev\w+\.blob\.core\.windows\.net\/deployment$/,
          ),
          authentication: { type: 'SystemAssignedIdentity' },
        },
      },
      runtime: { name: 'node', version: '22' },
      scaleAndConcurrency: {
        instanceMemoryMB: 2048,
        maximumInstanceCount: 100,
        alwaysReady: [{ name: 'http', instanceCount: 2 }],
      },
    });
    // Site properties that Flex refuses.
    for (const member of ['linuxFxVersion', 'alwaysOn', 'ftpsState', 'functionAppScaleLimit']) {
      expect(app['siteConfig']).not.toHaveProperty(member);
    }
  });

  it('runs on the Consumption plan with the code from a package that its identity reads', async () => {
    const { one } = await record({ plan: 'consumption' });
    const app = one('WebApp');

    expect(one('AppServicePlan')['sku']).toEqual({ name: 'Y1', tier: 'Dynamic' });
    expect(app).not.toHaveProperty('functionAppConfig');
    expect(app['siteConfig']).toMatchObject({ linuxFxVersion: 'NODE|22', ftpsState: 'Disabled' });
    expect(settingsIn(app)).toMatchObject({
      WEBSITE_RUN_FROM_PACKAGE: expect.stringMatching(/^https:.*\/deployment\/functions\.zip$/),
      WEBSITE_RUN_FROM_PACKAGE_BLOB_MI_RESOURCE_ID: 'SystemAssigned',
    });
  });

  it('spreads over zones where it is told to', async () => {
    const { one } = await record({ zoneRedundant: true, storageRedundancy: 'GZRS' });

    expect(one('AppServicePlan')['zoneRedundant']).toBe(true);
    expect(one('StorageAccount')['sku']).toEqual({ name: 'Standard_GZRS' });
  });

  it('answers over HTTPS with TLS 1.2, to the origins it was given', async () => {
    const { one, values } = await record();

    expect(one('WebApp')).toMatchObject({
      httpsOnly: true,
      siteConfig: {
        minTlsVersion: '1.2',
        scmMinTlsVersion: '1.2',
        cors: { allowedOrigins: ['https://dashboard.example.com'] },
      },
    });
    expect(values['url']).toBe(`https://${String(one('WebApp')['name'])}.azurewebsites.net`);
  });

  it('has an identity with what its host needs, and no passwords for deployments', async () => {
    const recorded = await record();
    const scope = expect.stringContaining('StorageAccount/backend-host');
    const principal = 'principal-of-backend';

    expect(recorded.one('WebApp')['identity']).toEqual({ type: 'SystemAssigned' });
    expect(grantsIn(recorded)).toEqual({
      'backend-host-blob': { role: azureRoleIds['Storage Blob Data Owner'], scope, principal },
      'backend-host-table': {
        role: azureRoleIds['Storage Table Data Contributor'],
        scope,
        principal,
      },
    });
    for (const type of ['WebAppScmAllowed', 'WebAppFtpAllowed']) {
      expect(recorded.one(type)['allow']).toBe(false);
    }
  });

  it('reads secret settings from the vault by its identity', async () => {
    const uri = 'https://v.vault.azure.net/secrets/backend-token';
    const recorded = await record({
      vaultSettings: { vaultId: '/subscriptions/s/v', uris: { TOKEN: uri } },
    });

    expect(settingsIn(recorded.one('WebApp'))['TOKEN']).toBe(
      `@Microsoft.KeyVault(SecretUri=${uri})`,
    );
    expect(grantsIn(recorded)['backend-reads-secrets']).toEqual({
      role: azureRoleIds['Key Vault Secrets User'],
      scope: '/subscriptions/s/v',
      principal: 'principal-of-backend',
    });
  });

  it('sends its logs to the workspace, and has tags', async () => {
    const { one } = await record();

    expect(one('DiagnosticSetting')).toMatchObject({ workspaceId: surroundings.workspaceId });
    for (const type of ['WebApp', 'AppServicePlan', 'StorageAccount']) {
      expect(one(type)['tags'], type).toEqual(surroundings.tags);
    }
  });

  it.for([
    ['settings', { settings: { WEBSITE_TIME_ZONE: 'UTC' } }],
    ['vaultSettings', { vaultSettings: { vaultId: 'v', uris: { WEBSITE_TIME_ZONE: 'u' } } }],
  ] as const)('refuses a forbidden setting among its %s', async ([, change]) => {
    await expect(record(change)).rejects.toMatchObject({
      code: 'setting-forbidden',
      message: expect.stringMatching(/^backend: .*WEBSITE_TIME_ZONE/),
    });
  });
});
