import { dashboardSettingsSchema, settingNames } from '@heliograph/contracts';
import { describe, expect, it } from 'vitest';
import { settingsAnswer } from './settings-endpoint.ts';

const env = {
  [settingNames.backendUrl]: 'http://127.0.0.1:7071',
  [settingNames.oidcAuthority]: 'http://127.0.0.1:5556',
  [settingNames.oidcClientId]: 'heliograph-dashboard',
  [settingNames.oidcAudience]: 'api://heliograph',
};

describe(settingsAnswer, () => {
  it('answers settings that the dashboard accepts', () => {
    const { status, body } = settingsAnswer(env);

    expect(status).toBe(200);
    expect(dashboardSettingsSchema.safeParse(body).success).toBe(true);
  });

  it('names every setting that is missing', () => {
    const { status, body } = settingsAnswer({ [settingNames.backendUrl]: 'http://127.0.0.1:7071' });

    expect(status).toBe(500);
    expect(JSON.stringify(body)).toContain(settingNames.oidcAuthority);
    expect(JSON.stringify(body)).toContain(settingNames.oidcAudience);
    expect(JSON.stringify(body)).not.toContain(settingNames.backendUrl);
  });
});
