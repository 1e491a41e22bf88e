import { execFileSync } from 'node:child_process';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { debugLines, formatEnvFile, shellQuote } from './debug-environment.ts';

const values = [
  '',
  'plain',
  ' spaces around ',
  'a # no comment',
  "it's",
  'say "yes"',
  `both ' and "`,
  'back`tick',
  'line\nbreak',
  String.raw`C:\new`,
  String.raw`'C:\new'`,
  '$HOME ${HOME}',
  'Endpoint=http://x;AccessKey=a/b+c==;Version=1.0;',
];

describe(formatEnvFile, () => {
  it.for(values)('writes %j as Node reads it', (value) => {
    const file = formatEnvFile([{ name: 'A', value, secret: true }]);

    expect(parseEnv(file)).toEqual({ A: value });
  });

  it('refuses what the format cannot hold, and does not show it', () => {
    const value = `'"\`secret`;
    const format = () => formatEnvFile([{ name: 'A', value, secret: true }]);

    expect(format).toThrow(expect.objectContaining({ code: 'setting-invalid' }));
    expect(format).not.toThrow(/secret/);
  });
});

describe(shellQuote, () => {
  it.skipIf(process.platform === 'win32').for(values)('writes %j as a shell reads it', (value) => {
    expect(execFileSync('sh', ['-c', `printf %s ${shellQuote(value)}`], { encoding: 'utf8' })).toBe(
      value,
    );
  });
});

describe(debugLines, () => {
  it('shows the command and every setting, and of secret ones the name only', () => {
    const launch = {
      program: { entry: '/repo/apps/api/main.ts', args: ['--name', 'a b'], cwd: '/repo' },
      settings: [
        { name: 'URL', value: 'http://x', secret: false },
        { name: 'KEY', value: 'hidden', secret: true },
      ],
    };

    expect(debugLines('api', launch, '.heliograph/api.env')).toEqual([
      'api is left out. The others look for it where this starts it, in /repo:',
      "  node --env-file=.heliograph/api.env apps/api/main.ts --name 'a b'",
      '  URL=http://x',
      '  # KEY is secret: it is only in that file',
    ]);
  });
});
