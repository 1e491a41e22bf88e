import { describe, expect, it } from 'vitest';
import { dashboardSettingsSchema, toDashboardSettings } from './dashboard-settings.ts';
import { settingNames } from './setting-names.ts';

const values = {
  [settingNames.backendUrl]: 'http://127.0.0.1:7071',
  [settingNames.oidcAuthority]: 'http://127.0.0.1:5556',
  [settingNames.oidcClientId]: 'heliograph-dashboard',
  [settingNames.oidcAudience]: 'api://heliograph',
};
const settingsOf = (extra: Record<string, string> = {}) => {
  const answer = toDashboardSettings({ ...values, ...extra });
  return 'settings' in answer ? answer.settings : undefined;
};

describe('dashboardSettingsSchema', () => {
  it.for([
    [undefined, ['', 'is missing']],
    [{ oidc: 7 }, ['backendUrl', 'is missing'], ['oidc', 'is not an object']],
    [
      { backendUrl: 'nowhere', oidc: { authority: 7, clientId: '', audience: 'api' } },
      ['backendUrl', 'is not a URL'],
      ['oidc.authority', 'is not a URL'],
      ['oidc.clientId', 'is empty'],
    ],
  ] as const)('says what is wrong with each field of %j', ([input, ...faults]) => {
    const { error } = dashboardSettingsSchema.safeParse(input);

    expect(error?.issues.map(({ path, message }) => [path.join('.'), message])).toEqual(faults);
  });
});

describe(toDashboardSettings, () => {
  it('makes settings that the dashboard accepts', () => {
    expect(dashboardSettingsSchema.safeParse(settingsOf()).success).toBe(true);
  });

  it('includes the collector and the scope of the API only where they are known', () => {
    expect(settingsOf()).not.toHaveProperty('collectorUrl');
    expect(settingsOf()?.oidc).not.toHaveProperty('apiScope');

    const full = settingsOf({
      [settingNames.collectorUrl]: 'http://127.0.0.1:4318',
      [settingNames.oidcApiScope]: 'api://heliograph/.default',
    });

    expect(full).toHaveProperty('collectorUrl', 'http://127.0.0.1:4318');
    expect(full?.oidc).toHaveProperty('apiScope', 'api://heliograph/.default');
  });

  it('names every setting that is missing', () => {
    const backendUrl = { [settingNames.backendUrl]: 'http://127.0.0.1:7071' };

    expect(toDashboardSettings(backendUrl)).toEqual({
      missing: [settingNames.oidcAuthority, settingNames.oidcClientId, settingNames.oidcAudience],
    });
  });
});
