import { describe, expect, it } from 'vitest';
import { readSettings, type Environment } from './settings.ts';

describe(readSettings, () => {
  const key = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH';
  const complete = {
    AzureSignalRConnectionString: `Endpoint=http://127.0.0.1;Port=8888;AccessKey=${key};Version=1.0;`,
    HELIOGRAPH_HISTORY: 'sqlite:history.db',
  };
  const complaint = (environment: Environment): string => {
    try {
      readSettings(environment, 'web-1');
      return '';
    } catch (reason) {
      expect(reason).toMatchObject({ code: 'setting-invalid' });
      return reason instanceof Error ? reason.message : '';
    }
  };

  it('takes the machine’s name and its own address where nothing else is said', () => {
    expect(readSettings(complete, 'web-1')).toEqual({
      signalRConnection: complete.AzureSignalRConnectionString,
      historyStore: 'sqlite:history.db',
      listen: { host: '127.0.0.1', port: 4318 },
      source: 'web-1',
      dataFolder: undefined,
      signIn: undefined,
    });
  });

  it('wants to know whose tokens count where others can reach it', () => {
    const open = { ...complete, HELIOGRAPH_COLLECTOR_LISTEN: '0.0.0.0:4318' };
    const authority = 'https://login.example/tenant/v2.0';
    const oidc = { HELIOGRAPH_OIDC_AUTHORITY: authority, HELIOGRAPH_OIDC_AUDIENCE: 'api://h' };

    expect(readSettings({ ...open, ...oidc }, 'web-1').signIn).toEqual({
      authority,
      audience: 'api://h',
      userIdClaim: 'sub',
      rolesClaim: 'roles',
    });
    expect(complaint(open).split('\n')).toEqual([
      expect.stringMatching(/^HELIOGRAPH_OIDC_AUTHORITY: it is missing; beyond loopback/),
      expect.stringMatching(/^HELIOGRAPH_OIDC_AUDIENCE: it is missing; beyond loopback/),
    ]);
    const plain = { ...open, ...oidc, HELIOGRAPH_OIDC_AUTHORITY: 'http://login.example' };
    expect(complaint(plain)).toBe(
      'HELIOGRAPH_OIDC_AUTHORITY: it is not an https URL, nor http on this machine',
    );
    expect(readSettings({ ...complete, ...oidc }, 'web-1').signIn).toBeUndefined();
  });

  it.for([
    ['0.0.0.0:80', { host: '0.0.0.0', port: 80 }],
    ['localhost:0', { host: 'localhost', port: 0 }],
    ['[::1]:4318', { host: '::1', port: 4318 }],
  ] as const)('listens on %s', ([text, listen]) => {
    const settings = {
      ...complete,
      HELIOGRAPH_COLLECTOR_LISTEN: text,
      HELIOGRAPH_OIDC_AUTHORITY: 'https://login.example',
      HELIOGRAPH_OIDC_AUDIENCE: 'api://h',
    };
    expect(readSettings(settings, 'web-1').listen).toEqual(listen);
  });

  it('says of each setting what is wrong with it, on a line of its own', () => {
    const lines = complaint({
      HELIOGRAPH_HISTORY: 'postgres://secret@host',
      HELIOGRAPH_COLLECTOR_LISTEN: '4318',
      HELIOGRAPH_SOURCE: 's'.repeat(256),
    }).split('\n');

    expect(lines).toEqual([
      'AzureSignalRConnectionString: it is missing',
      expect.stringMatching(/^HELIOGRAPH_HISTORY: .*'sqlite:'/),
      "HELIOGRAPH_COLLECTOR_LISTEN: '4318' is not host:port, as in 127.0.0.1:4318 or [::1]:4318",
      'HELIOGRAPH_SOURCE: it has more than 255 characters',
    ]);
  });

  it('never repeats a secret', () => {
    const text = complaint({
      ...complete,
      AzureSignalRConnectionString: `Endpoint=nonsense;AccessKey=${key};Version=1.0;`,
      HELIOGRAPH_HISTORY: `azure-tables:${key}`,
    });

    expect(text).toContain('AzureSignalRConnectionString: ');
    expect(text).not.toContain(key);
  });

  it.for([':80', 'host:', 'host:99999', 'host:port', '::1:80', 'a b:80'])(
    'does not take %s for an address',
    (text) => {
      expect(complaint({ ...complete, HELIOGRAPH_COLLECTOR_LISTEN: text })).toContain('host:port');
    },
  );
});
