import { describe, expect, it } from 'vitest';
import { readCommandLine } from './command-line.ts';

describe(readCommandLine, () => {
  it('starts on the port of the official emulator, for this machine alone', () => {
    expect(readCommandLine(['start'], {})).toEqual({
      name: 'start',
      options: { host: '127.0.0.1', port: 8888, relaxed: false, upstream: [] },
    });
  });

  it('reads every option', () => {
    const args = ['start', '-p', '0', '-i', '0.0.0.0', '--relaxed'];
    const more = ['--upstream', 'http://h/{hub}', '--cors', 'http://a:1, https://b'];
    const env = { SIGNALR_ACCESS_KEYS: 'one, two' };
    expect(readCommandLine([...args, ...more], env)).toEqual({
      name: 'start',
      options: {
        host: '0.0.0.0',
        port: 0,
        relaxed: true,
        upstream: [{ urlTemplate: 'http://h/{hub}' }],
        allowedOrigins: ['http://a:1', 'https://b'],
        accessKeys: ['one', 'two'],
      },
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
  ] as const)('refuses %j in one sentence', ([args, sentence]) => {
    expect(() => readCommandLine(args, {})).toThrow(sentence);
    expect(() => readCommandLine(args, {})).toThrow(expect.objectContaining({ name: 'CliError' }));
  });

  it('refuses an empty access key, which would accept what anybody signs', () => {
    expect(() => readCommandLine(['start'], { SIGNALR_ACCESS_KEYS: 'one,' })).toThrow('empty key');
  });
});
