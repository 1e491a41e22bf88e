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
