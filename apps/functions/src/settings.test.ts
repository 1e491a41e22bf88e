import { settingNames } from '@heliograph/contracts';
import { describe, expect, it } from 'vitest';
import { readSettings } from './settings.ts';

const complete = {
  [settingNames.signalRConnection]: 'Endpoint=http://127.0.0.1:8888;AccessKey=secret;Version=1.0;',
  [settingNames.historyStore]: 'sqlite:history.db',
  [settingNames.oidcAuthority]: 'http://127.0.0.1:5556',
  [settingNames.oidcAudience]: 'api://heliograph',
};

describe(readSettings, () => {
  it('reads what it needs and nothing else', () => {
    expect(readSettings({ ...complete, PATH: '/bin' })).toEqual({
      signalR: { endpoint: 'http://127.0.0.1:8888', accessKey: 'secret', version: '1.0' },
      historyStore: 'sqlite:history.db',
      oidc: {
        authority: 'http://127.0.0.1:5556',
        audience: 'api://heliograph',
        userIdClaim: 'sub',
        rolesClaim: 'roles',
      },
      collectorUrl: undefined,
    });
  });

  it('takes the claims of choice', () => {
    const { oidc } = readSettings({
      ...complete,
      [settingNames.oidcUserIdClaim]: 'preferred_username',
      [settingNames.oidcRolesClaim]: 'groups',
    });
    expect(oidc).toMatchObject({ userIdClaim: 'preferred_username', rolesClaim: 'groups' });
  });

  it('finds the collector', () => {
    const [name, url] = [settingNames.collectorUrl, 'http://127.0.0.1:4318'];
    expect(readSettings({ ...complete, [name]: `${url}/` }).collectorUrl).toBe(url);
  });

  it.for(Object.keys(complete))('says in one sentence that %s is missing', (name) => {
    expect(() => readSettings({ ...complete, [name]: undefined })).toThrow(
      expect.objectContaining({
        code: 'setting-missing',
        message: `The setting ${name} is missing`,
      }),
    );
  });

  it.for<[string, string]>([
    [settingNames.signalRConnection, 'AccessKey=secret;'],
    [settingNames.signalRConnection, 'Endpoint=secret;AccessKey=secret;'],
    [settingNames.historyStore, 'secret'],
    [settingNames.oidcAuthority, 'secret'],
    [settingNames.oidcAuthority, 'http://secret.example'],
    [settingNames.oidcAudience, ''],
    [settingNames.oidcUserIdClaim, ''],
    [settingNames.collectorUrl, 'secret'],
  ])('refuses %s=%j without repeating it', ([name, value]) => {
    expect(() => readSettings({ ...complete, [name]: value })).toThrow(
      expect.objectContaining({
        code: 'setting-invalid',
        message: expect.stringMatching(new RegExp(`^The setting ${name} (?!.*secret)[^\n]+$`)),
      }),
    );
  });
});
