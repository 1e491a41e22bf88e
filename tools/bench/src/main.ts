import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { BenchError } from './bench-error.ts';
import type { Benchmark } from './benchmarks/benchmark.ts';
import { crowds } from './benchmarks/crowds.ts';
import { dashboard } from './benchmarks/dashboard.ts';
import { fanOut } from './benchmarks/fan-out.ts';
import { idle } from './benchmarks/idle.ts';
import { latency } from './benchmarks/latency.ts';
import { rest } from './benchmarks/rest.ts';
import { slow } from './benchmarks/slow.ts';
import { Children } from './children/child.ts';
import { Stage } from './children/stage.ts';
import { readCommandLine, usage, type BenchCommand, type BenchmarkName } from './command-line.ts';
import { formatTable } from './report/table.ts';

const benchmarks: Readonly<Record<BenchmarkName, Benchmark>> = {
  fanout: fanOut,
  crowds,
  slow,
  idle,
  latency,
  rest,
  dashboard,
};
/** No benchmark takes nearly as long; whatever does not come to an end by itself ends here. */
const maxMs = 30 * 60_000;

const children = new Children();

async function run({ benchmarks: names, quick, rounds, out }: BenchCommand): Promise<void> {
  const stage = new Stage(children);
  const machine = {
    cpu: cpus()[0]?.model,
    parallelism: availableParallelism(),
    node: process.version,
  };
  await mkdir(out, { recursive: true });
  for (const name of names) {
    const progress = (text: string): void => console.error(text);
    const { tables, data } = await benchmarks[name]({ stage, quick, rounds, progress });
    await stage.clear();
    for (const table of tables) console.log(`\n${formatTable(table)}`);
    const file = join(out, `${name}.json`);
    const measuredAt = new Date().toISOString();
    await writeFile(file, JSON.stringify({ name, measuredAt, machine, quick, data }, undefined, 2));
    console.log(`\nAll measurements: ${file}`);
  }
}

function end(exitCode: number): void {
  void children.stop().finally(() => process.exit(exitCode));
}

process.once('SIGINT', () => end(130)).once('SIGTERM', () => end(143));
const deadline = setTimeout(() => {
  console.error(`bench: ended after ${maxMs / 60_000} minutes`);
  end(1);
}, maxMs);

try {
  const command = readCommandLine(process.argv.slice(2));
  if (command === 'help') console.log(usage);
  else await run(command);
} catch (error) {
  if (!(error instanceof BenchError)) throw error;
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
} finally {
  clearTimeout(deadline);
  await children.stop();
}
