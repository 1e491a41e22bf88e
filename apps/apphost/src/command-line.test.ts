import { describe, expect, it } from 'vitest';
import { readCommandLine, usage } from './command-line.ts';

const surroundings = { root: '/repo', cwd: '/home/ada', parts: ['signalr', 'backend'] };
const read = (...args: string[]) => readCommandLine(args, surroundings);

describe(readCommandLine, () => {
  it('has an answer for everything when nothing is said', () => {
    expect(read()).toEqual({
      portBase: undefined,
      dataFolder: '/repo/.heliograph/default',
      reset: false,
      open: true,
      logs: 'none',
      verbose: false,
    });
  });

  it('keeps each port base in a folder of its own', () => {
    expect(read('--port-base', '5200')).toMatchObject({
      portBase: 5200,
      dataFolder: '/repo/.heliograph/5200',
    });
  });

  it('takes a folder from where the person is', () => {
    expect(read('--data', 'x')).toMatchObject({ dataFolder: '/home/ada/x' });
    expect(read('--data', '/x')).toMatchObject({ dataFolder: '/x' });
  });

  it.for([
    [['--logs'], 'all'],
    [['--logs', '--verbose'], 'all'],
    [['--logs', 'backend'], ['backend']],
    [['--logs=signalr, backend'], ['signalr', 'backend']],
  ] satisfies [string[], unknown][])('reads %j', ([args, logs]) => {
    expect(read(...args)).toMatchObject({ logs });
  });

  it.for(['--help', '-h'])('asks for help with %s, whatever else is said', (option) => {
    expect(read('--verbose', option)).toBe('help');
  });

  it.for([
    [['--bogus'], '--bogus'],
    [['start'], 'start'],
    [['--data'], '--data'],
    [['--data='], '--data'],
    [['--reset=yes'], '--reset'],
    [['--port-base', 'x'], "'x'"],
    [['--port-base', '-1'], '--port-base'],
    [['--port-base', '1.5'], "'1.5'"],
    [['--port-base', '65531'], "'65531'"],
    [['--port-base='], '--port-base'],
    [['--logs', 'nobody'], 'signalr, backend'],
  ] satisfies [string[], string][])(
    'refuses %j in one line that says where to look',
    ([args, word]) => {
      expect(() => read(...args)).toThrow(
        expect.objectContaining({
          code: 'option-invalid',
          message: expect.stringMatching(/^[^\n]+ See "npm start -- --help"\.$/),
        }),
      );
      expect(() => read(...args)).toThrow(word);
    },
  );

  it('explains every option that it reads', () => {
    for (const option of ['port-base', 'data', 'reset', 'no-open', 'logs', 'verbose', 'help']) {
      expect(usage).toContain(`  --${option}`);
    }
  });
});
