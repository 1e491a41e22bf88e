import { parseArgs } from 'node:util';
import { BenchError } from './bench-error.ts';

export const benchmarkNames = [
  'fanout',
  'crowds',
  'slow',
  'idle',
  'latency',
  'rest',
  'dashboard',
] as const;

export type BenchmarkName = (typeof benchmarkNames)[number];

export interface BenchCommand {
  readonly benchmarks: readonly BenchmarkName[];
  /** Fewer and shorter rounds: shows the direction, not the digits. */
  readonly quick: boolean;
  /** Rounds in place of the benchmark's own number. */
  readonly rounds: number | undefined;
  /** Folder for the JSON results. */
  readonly out: string;
}

export const usage = `Measures the local SignalR service beside its peers, and the dashboard. Nothing leaves this machine.

  npm run bench -- [benchmark …] [--quick] [--rounds <n>] [--out <folder>]

Benchmarks, all of them when none is named:
  fanout     one publisher, many receivers: server CPU per delivery, paced and in bursts
  crowds     the same with mixed protocols and with many small groups
  slow       the same with clients that never read
  idle       memory and connect CPU of connections that only wait
  latency    from publishing to receiving, at 10 000 deliveries per second
  rest       publishing through the data plane beside a bare HTTP server
  dashboard  the built dashboard in a browser: work per frame, heap over days, tick to picture

Results also go to <folder>/<benchmark>.json; the folder is .heliograph/bench unless named.`;

const maxRounds = 50;

/**
 * Reads the command line; `'help'` when that is what was asked for.
 *
 * @throws BenchError `argument-invalid`
 */
export function readCommandLine(args: readonly string[]): BenchCommand | 'help' {
  const { values, positionals } = parse(args);
  if (values.help === true) return 'help';
  const benchmarks = positionals.map(readName);
  return {
    benchmarks: benchmarks.length > 0 ? benchmarks : benchmarkNames,
    quick: values.quick ?? false,
    rounds: values.rounds === undefined ? undefined : readRounds(values.rounds),
    out: values.out ?? '.heliograph/bench',
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        quick: { type: 'boolean' },
        rounds: { type: 'string' },
        out: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (cause) {
    const [sentence = ''] = cause instanceof Error ? cause.message.split('. ') : [];
    throw new BenchError('argument-invalid', sentence, { cause });
  }
}

function readName(text: string): BenchmarkName {
  const name = benchmarkNames.find((known) => known === text);
  if (name !== undefined) return name;
  const known = benchmarkNames.join(', ');
  throw new BenchError('argument-invalid', `There is no benchmark '${text}'; there are ${known}`);
}

function readRounds(text: string): number {
  const rounds = Number(text);
  if (Number.isInteger(rounds) && rounds >= 1 && rounds <= maxRounds) return rounds;
  throw new BenchError('argument-invalid', `--rounds must be a number from 1 to ${maxRounds}`);
}
