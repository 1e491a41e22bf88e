import { describe, expect, it } from 'vitest';
import { benchmarkNames, readCommandLine } from './command-line.ts';

describe(readCommandLine, () => {
  it('runs every benchmark when none is named', () => {
    expect(readCommandLine([])).toEqual({
      benchmarks: benchmarkNames,
      quick: false,
      rounds: undefined,
      out: '.heliograph/bench',
    });
  });

  it('runs the named benchmarks in the order of their names', () => {
    expect(readCommandLine(['idle', 'fanout', '--quick', '--rounds', '7', '--out', 'x'])).toEqual({
      benchmarks: ['idle', 'fanout'],
      quick: true,
      rounds: 7,
      out: 'x',
    });
  });

  it('shows help instead of measuring', () => {
    expect(readCommandLine(['fanout', '--help'])).toBe('help');
  });

  it.for([['fan-out'], ['--fast'], ['--rounds', '0'], ['--rounds', '51'], ['--rounds', 'many']])(
    'refuses %j',
    (args) => {
      expect(() => readCommandLine(args)).toThrow(
        expect.objectContaining({ code: 'argument-invalid' }),
      );
    },
  );
});
