import { describe, expect, it } from 'vitest';
import { readCommandLine } from './command-line.ts';
import { usage } from './usage.ts';

const surroundings = { root: '/repo', cwd: '/home/ada', parts: () => ['signalr', 'backend'] };
const read = (...args: string[]) => readCommandLine(args, surroundings);

describe(readCommandLine, () => {
  it('has an answer for everything when nothing is said', () => {
    expect(read()).toEqual({
      name: 'run',
      options: {
        portBase: undefined,
        dataFolder: '/repo/.heliograph/default',
        reset: false,
        open: true,
        without: [],
        logs: 'none',
        verbose: false,
      },
    });
  });

  it('keeps each port base in a folder of its own', () => {
    expect(read('--port-base', '5200')).toMatchObject({
      options: { portBase: 5200, dataFolder: '/repo/.heliograph/5200' },
    });
    expect(read('status', '--port-base', '5200')).toMatchObject({
      dataFolder: '/repo/.heliograph/5200',
    });
  });

  it('takes a folder from where the person is', () => {
    expect(read('--data', 'x')).toMatchObject({ options: { dataFolder: '/home/ada/x' } });
    expect(read('--data', '/x')).toMatchObject({ options: { dataFolder: '/x' } });
  });

  it.for([
    [['--logs'], 'all'],
    [['--logs', '--verbose'], 'all'],
    [['--logs', 'backend'], ['backend']],
    [
      ['--logs', 'backend', '--logs', 'signalr'],
      ['backend', 'signalr'],
    ],
    [['--logs', 'backend', '--logs'], 'all'],
    [['--logs=signalr, backend'], ['signalr', 'backend']],
  ] satisfies [string[], unknown][])('reads %j', ([args, logs]) => {
    expect(read(...args)).toMatchObject({ options: { logs } });
  });

  it.for(['--help', '-h'])('asks for help with %s, whatever else is said', (option) => {
    expect(read('--verbose', option)).toEqual({ name: 'help' });
    expect(read('status', option)).toEqual({ name: 'help' });
  });

  it.for([
    [['--bogus'], '--bogus'],
    [['begin'], 'begin'],
    [['start'], 'name of a part'],
    [['restart', 'a', 'b'], "'b'"],
    [['status', 'backend'], "'backend'"],
    [['status', '--follow'], '--follow'],
    [['logs', '--reset'], '--reset'],
    [['console', '--json'], '--json'],
    [['--follow'], '--follow'],
    [['logs', '--tail', 'x'], "'x'"],
    [['--without', 'nobody'], 'signalr, backend'],
    [['--without='], '--without'],
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

  const dataFolder = '/repo/.heliograph/default';
  it.for([
    [['status'], { name: 'status', json: false }],
    [['status', '--json'], { name: 'status', json: true }],
    [['logs'], { name: 'logs', part: undefined, follow: false, tail: undefined }],
    [
      ['logs', 'backend', '-f', '--tail', '20'],
      { name: 'logs', part: 'backend', follow: true, tail: 20 },
    ],
    [['start', 'backend'], { name: 'act', action: 'start', part: 'backend' }],
    [['stop', 'backend'], { name: 'act', action: 'stop', part: 'backend' }],
    [['restart', 'backend'], { name: 'act', action: 'restart', part: 'backend' }],
    [['console'], { name: 'console', open: true }],
    [['console', '--no-open'], { name: 'console', open: false }],
  ] satisfies [string[], object][])('reads the command %j', ([args, command]) => {
    expect(read(...args)).toEqual({ ...command, dataFolder });
  });

  it('takes several parts out, each once', () => {
    const options = { without: ['backend', 'signalr'] };
    expect(read('--without', 'backend, signalr,backend')).toMatchObject({ options });
    expect(read('--without', 'backend', '--without', 'signalr')).toMatchObject({ options });
  });

  it('explains every option and every command that it reads', () => {
    const options = [
      ...['port-base', 'data', 'reset', 'no-open', 'without', 'logs', 'verbose', 'help'],
      ...['json', 'follow', 'tail'],
    ];
    for (const option of options) expect(usage).toMatch(new RegExp(`[ ]--${option}[ ]`));
    for (const command of ['status', 'logs', 'start', 'stop', 'restart', 'console']) {
      expect(usage).toMatch(new RegExp(`^  ${command} `, 'm'));
    }
  });
});
