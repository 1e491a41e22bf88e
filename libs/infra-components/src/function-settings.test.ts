import { describe, expect, it } from 'vitest';
import { checkAppSettings, forbiddenSettings, hostSettings } from './function-settings.ts';

const host = { storageAccountName: 'account', packageUrl: 'https://account/package.zip' };

describe(hostSettings, () => {
  it.for(['flex', 'consumption'] as const)('sets nothing that the %s plan forbids', (plan) => {
    expect(() =>
      checkAppSettings('app', plan, Object.keys(hostSettings(plan, host))),
    ).not.toThrow();
  });

  it('reaches the storage account without a key', () => {
    for (const plan of ['flex', 'consumption'] as const) {
      const names = Object.keys(hostSettings(plan, host));
      expect(names).toContain('AzureWebJobsStorage__accountName');
      expect(names).not.toContain('AzureWebJobsStorage');
    }
  });
});

describe(checkAppSettings, () => {
  it.for(forbiddenSettings.flex)('refuses %s on Flex', (name) => {
    expect(() => checkAppSettings('backend', 'flex', [name])).toThrow(
      expect.objectContaining({
        code: 'setting-forbidden',
        message: expect.stringMatching(`backend.*${name}`),
      }),
    );
  });

  it('refuses what the host sets itself', () => {
    expect(() => checkAppSettings('backend', 'flex', ['A'], ['A'])).toThrow(/backend: A/);
  });
});
