import { describe, expect, it } from 'vitest';
import { readCommandLine } from './command-line.ts';

describe(readCommandLine, () => {
  it('starts on the port of the official emulator, for this machine alone', () => {
    expect(readCommandLine(['start'], {})).toEqual({
      name: 'start',
      settings: undefined,
      readsSettings: true,
      options: { host: '127.0.0.1', port: 8888, relaxed: false, upstream: [] },
    });
  });

  it('reads every option', () => {
    const args = [
      'start',
      '-p',
      '0',
      '-i',
      '0.0.0.0',
      '--relaxed',
      '--tier',
      'Free',
      '--units',
      '1',
    ];
    const more = ['--upstream', 'http://h/{hub}', '--cors', 'http://a:1, https://b'];
    const env = { SIGNALR_ACCESS_KEYS: 'one, two' };
    expect(readCommandLine([...args, ...more], env)).toEqual({
      name: 'start',
      settings: undefined,
      readsSettings: false,
      options: {
        tier: 'free',
        units: 1,
        host: '0.0.0.0',
        port: 0,
        relaxed: true,
        upstream: [{ urlTemplate: 'http://h/{hub}' }],
        allowedOrigins: ['http://a:1', 'https://b'],
        accessKeys: ['one', 'two'],
      },
    });
  });

  it('reads the commands about upstream settings as the official emulator does', () => {
    const read = (...args: string[]) => readCommandLine(['upstream', ...args], {});
    expect(read('init')).toEqual({ name: 'upstream init', folder: undefined, overwrites: false });
    expect(read('init', '-o', 'here', '--force')).toEqual({
      name: 'upstream init',
      folder: 'here',
      overwrites: true,
    });
    expect(read('list', '-c', 'it.json')).toEqual({ name: 'upstream list', settings: 'it.json' });
    expect(readCommandLine(['start', '-c', 'it.json'], {})).toMatchObject({
      settings: 'it.json',
      readsSettings: true,
    });
  });

  it.for([[], ['--help'], ['start', '-h']])('shows the usage for %j', (args) => {
    expect(readCommandLine(args, {})).toEqual({ name: 'help' });
  });

  it.for([
    [['stop'], "Unknown command 'stop'"],
    [['start', 'now'], "Unknown command 'start now'"],
    [['--relaxed'], "Unknown command ''"],
    [['start', '--bogus'], "Unknown option '--bogus'"],
    [['start', '-p'], "'-p, --port <value>' argument missing"],
    [['start', '-p', 'x'], "--port must be a number from 0 to 65535, not 'x'"],
    [['start', '-p', '65536'], "--port must be a number from 0 to 65535, not '65536'"],
    [['start', '-p', '-1'], '--port'],
    [['start', '--cors', 'http://a/path'], "not 'http://a/path'"],
    [['start', '--cors', '*'], "not '*'"],
    [['upstream'], "Unknown command 'upstream'"],
    [['upstream', 'init', '-p', '1'], "'upstream init' has no option --port"],
    [['start', '-c', 'a', '--upstream', 'http://h'], 'give one of them'],
    [['start', '--tier', 'basic'], "not 'basic'"],
    [['start', '--units', '2'], '--units needs a --tier'],
    [['start', '--tier', 'free', '--units', 'x'], "not 'x'"],
  ] as const)('refuses %j in one sentence', ([args, sentence]) => {
    expect(() => readCommandLine(args, {})).toThrow(sentence);
    expect(() => readCommandLine(args, {})).toThrow(expect.objectContaining({ name: 'CliError' }));
  });

  it('refuses an empty access key, which would accept what anybody signs', () => {
    expect(() => readCommandLine(['start'], { SIGNALR_ACCESS_KEYS: 'one,' })).toThrow('empty key');
  });
});
