import { describe, expect, it } from 'vitest';
import { createAppSettings } from './app-settings.ts';

describe(createAppSettings, () => {
  const settings = createAppSettings({ Name: 'file', Other: 'x' }, { NAME: 'env', A__B: 'nested' });

  it('lets the environment win, whatever the case of the name', () => {
    expect(settings.get('name')).toBe('env');
    expect(settings.environment()).toEqual({ NAME: 'env', Other: 'x', A__B: 'nested' });
  });

  it('takes a colon and two underscores for the same', () => {
    expect(settings.get('a:b')).toBe('nested');
  });

  it('puts settings in the place of their names', () => {
    expect(settings.expand('%Other%-%name%-100%')).toBe('x-env-100%');
  });

  it('refuses a name that is not set', () => {
    expect(() => settings.expand('%Missing%')).toThrow(
      expect.objectContaining({
        code: 'settings-invalid',
        message: 'The setting Missing is not set',
      }),
    );
  });
});
