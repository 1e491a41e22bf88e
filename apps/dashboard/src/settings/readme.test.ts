import { readFileSync } from 'node:fs';
import { dashboardSettingsSchema, settingNames } from '@heliograph/contracts';
import { describe, expect, it } from 'vitest';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

describe('the README', () => {
  it('shows settings that the dashboard accepts', () => {
    const [, example = ''] = /```json\n([^`]*)```/.exec(readme) ?? [];

    expect(dashboardSettingsSchema.safeParse(JSON.parse(example)).error).toBeUndefined();
  });

  it('names the setting behind each field', () => {
    const { backendUrl, collectorUrl, oidcAuthority, oidcClientId, oidcAudience, oidcApiScope } =
      settingNames;

    for (const name of [
      backendUrl,
      collectorUrl,
      oidcAuthority,
      oidcClientId,
      oidcAudience,
      oidcApiScope,
    ]) {
      expect(readme).toContain(`\`${name}\``);
    }
  });
});
