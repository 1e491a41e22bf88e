import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectionParameters, loadSettingsFile, readLocalSettings } from './local-settings.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-settings-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function load(text: string) {
  const path = join(folder, '.env.local');
  writeFileSync(path, text);
  return loadSettingsFile(path);
}

describe(loadSettingsFile, () => {
  it('reads a file as it is usually written', () => {
    expect(
      load(`# of this machine
ConnectionStrings__signalr=Endpoint=https://a.example;AccessKey=abc=;Version=1.0;

  export NAME = 'a # b'
MULTIPLE="one
two"
EMPTY=
`),
    ).toEqual({
      ConnectionStrings__signalr: 'Endpoint=https://a.example;AccessKey=abc=;Version=1.0;',
      NAME: 'a # b',
      MULTIPLE: 'one\ntwo',
      EMPTY: '',
    });
  });

  it('is content without a file', () => {
    expect(loadSettingsFile(join(folder, 'none'))).toEqual({});
  });

  it.for([
    ['A=1\nAccessKey secret', 'line 2: it should be NAME=value'],
    ['=secret', 'line 1'],
    ['A="secret\nB=2\n', 'line 1: a " is never closed'],
    ['1A=secret', 'line 1'],
  ])('says where %j is wrong, and shows nothing of it', ([text = '', place]) => {
    const refusal = expect.objectContaining({
      code: 'settings-unreadable',
      message: expect.stringContaining(`.env.local, ${place}`),
    });
    expect(() => load(text)).toThrow(refusal);
    expect(() => load(text)).not.toThrow(/secret/);
  });

  it('says so when it is no file', () => {
    mkdirSync(join(folder, 'd'));

    expect(() => loadSettingsFile(join(folder, 'd'))).toThrow(
      expect.objectContaining({ code: 'settings-unreadable' }),
    );
  });
});

describe(readLocalSettings, () => {
  it('takes connection strings and parameters out of what every part gets', () => {
    const settings = readLocalSettings(
      { PATH: '/bin', ConnectionStrings__ledger_db: 'one', PARAMETERS__REGION: 'north' },
      { connectionstrings__signalr: 'two', OTEL_SERVICE_NAME: 'x' },
    );

    expect(Object.fromEntries(settings.connectionStrings)).toEqual({
      'ledger-db': 'one',
      signalr: 'two',
    });
    expect(Object.fromEntries(settings.parameters)).toEqual({ region: 'north' });
    expect(settings.environment).toEqual({ PATH: '/bin', OTEL_SERVICE_NAME: 'x' });
    expect(settings.namedInFile).toEqual(['signalr']);
    expect(connectionParameters(settings)).toEqual({
      ConnectionStrings__ledger_db: 'one',
      ConnectionStrings__signalr: 'two',
    });
  });

  it('lets the environment win over the file, also with nothing', () => {
    const file = { ConnectionStrings__signalr: 'file', ConnectionStrings__history: 'file' };
    const env = { ConnectionStrings__signalr: 'env', ConnectionStrings__history: '' };

    expect(Object.fromEntries(readLocalSettings(env, file).connectionStrings)).toEqual({
      signalr: 'env',
    });
  });
});
