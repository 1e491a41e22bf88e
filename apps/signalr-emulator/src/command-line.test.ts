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

  it.for([
    [[], 'signalr-emulator'],
    [['--help'], 'signalr-emulator'],
    [['help'], 'signalr-emulator'],
    [['start', '-h'], 'start'],
    [['help', 'start'], 'start'],
    [['upstream', '--help'], 'upstream'],
    [['upstream', 'list', '-h'], 'upstream list'],
    [['help', 'upstream', 'init'], 'upstream init'],
    [['nonsense', '-h'], 'signalr-emulator'],
  ] as const)('shows for %j the help about %s', ([args, topic]) => {
    expect(readCommandLine(args, {})).toEqual({ name: 'help', topic });
  });

  it('allows any origin with *', () => {
    expect(readCommandLine(['start', '--cors', '*'], {})).toMatchObject({
      options: { allowedOrigins: 'any' },
    });
  });

  it.for([
    [['stop'], "There is no command 'stop'"],
    [['start', 'now'], "'start' takes no 'now', only options"],
    [['--relaxed'], 'No command is given'],
    [['start', '--bogus'], "Unknown option '--bogus'"],
    [['start', '-p'], "'-p, --port <value>' argument missing"],
    [['start', '-p', 'x'], "--port must be a number from 0 to 65535, not 'x'"],
    [['start', '-p', '65536'], "--port must be a number from 0 to 65535, not '65536'"],
    [['start', '-p', '-1'], "'-p' argument is ambiguous"],
    [['start', '--cors', 'http://a/path'], "not 'http://a/path'"],
    [['upstream'], "There is no command 'upstream'"],
    [['upstream', 'init', '-p', '1'], "'upstream init' has no option --port"],
    [['start', '-c', 'a', '--upstream', 'http://h'], 'give one of them'],
    [['start', '--tier', 'basic'], "not 'basic'"],
    [['start', '--units', '2'], '--units needs a --tier'],
    [['start', '--tier', 'free', '--units', 'x'], "not 'x'"],
  ] as const)('refuses %j in one sentence', ([args, sentence]) => {
    expect(() => readCommandLine(args, {})).toThrow(sentence);
    expect(() => readCommandLine(args, {})).toThrow(expect.objectContaining({ name: 'CliError' }));
  });

  it.for(['', 'one,', 'one;two', 'one, t wo', 'one,two,three'])(
    'refuses the access keys %j, without repeating them',
    (keys) => {
      const read = () => readCommandLine(['start'], { SIGNALR_ACCESS_KEYS: keys });
      expect(read).toThrow('SIGNALR_ACCESS_KEYS holds one key or two');
      expect(read).not.toThrow('two,three');
    },
  );
});
