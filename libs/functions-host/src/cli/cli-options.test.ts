import { describe, expect, it } from 'vitest';
import { readCommand } from './cli-options.ts';

describe(readCommand, () => {
  it('understands a start with all its options', () => {
    const line =
      'start app --port 0 --host ::1 --cors http://a.example,http://b.example --keys --no-watch --verbose';

    expect(readCommand(line.split(' '))).toEqual({
      kind: 'start',
      options: {
        folder: 'app',
        port: 0,
        host: '::1',
        cors: { origins: ['http://a.example', 'http://b.example'], credentials: true },
        keys: true,
        watch: false,
        verbose: true,
      },
    });
  });

  it('leaves to the app what is not said', () => {
    expect(readCommand(['start', 'app'])).toEqual({
      kind: 'start',
      options: { folder: 'app', keys: false, watch: true, verbose: false },
    });
  });

  it('lets all origins in without credentials only', () => {
    expect(readCommand(['start', 'app', '--cors', '*'])).toMatchObject({
      options: { cors: { origins: ['*'], credentials: false } },
    });
  });

  it.for<[string[], string]>([
    [[], 'A command is missing'],
    [['stop'], 'Unknown command "stop"'],
    [['start'], 'The folder of the app is missing'],
    [['start', 'a', 'b'], 'Unexpected argument "b"'],
    [['start', 'a', '--port', 'x'], '--port is "x"; it should be a whole number from 0 to 65535'],
    [['start', 'a', '--prot', '1'], "Unknown option '--prot'"],
  ])('%j is a mistake: %s', ([args, message]) => {
    expect(readCommand(args)).toEqual({ kind: 'mistake', message });
  });

  it('prefers help to everything else', () => {
    expect(readCommand(['--help'])).toEqual({ kind: 'help' });
  });
});
