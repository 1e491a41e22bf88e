import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod';
import { BenchError } from '../bench-error.ts';
import { quantile, spreadOf } from '../measure/statistics.ts';
import { figure, spreadFigure } from '../report/figures.ts';
import type { Benchmark } from './benchmark.ts';

/** Lives beside the end-to-end tests, with their browser and their way to start a platform. */
const program = fileURLToPath(
  new URL('../../../../apps/platform-e2e/src/bench/main.ts', import.meta.url),
);

const measured = z.array(z.number()).min(1);
const resultSchema = z.object({
  load: z.object({ series: z.number(), interval: z.number() }),
  /** By build, round and frame: milliseconds of the page's main thread. */
  frames: z.array(z.array(measured).min(1)).min(1),
  heap: z.array(z.object({ hours: z.number(), mebibytes: z.number() })).min(1),
  /** Milliseconds from a tick to its picture. */
  latency: measured,
});

/** What a board costs the browser that shows it, and how soon it shows a tick. */
export const dashboard: Benchmark = async ({ quick, rounds = quick ? 1 : 3, progress }) => {
  progress('dashboard: builds it and starts a platform');
  const data = resultSchema.parse(JSON.parse(await run(quick, rounds)));
  const byRound = data.frames.at(-1) ?? [];
  const work = (fraction: number) => spreadOf(byRound.map((frames) => at(frames, fraction)));
  const first = data.heap[0]?.mebibytes ?? NaN;
  const last = data.heap.at(-1)?.mebibytes ?? NaN;
  const hours = data.heap.at(-1)?.hours ?? NaN;

  const table = {
    title: `Dashboard: ${data.load.series} series every ${data.load.interval} ms, headless Chromium without a GPU`,
    columns: ['figure', 'p50', 'p95'],
    rows: [
      ['main thread per frame, CPU ms', spreadFigure(work(0.5)), spreadFigure(work(0.95))],
      [
        'tick to picture at 1 Hz, ms',
        figure(at(data.latency, 0.5)),
        figure(at(data.latency, 0.95)),
      ],
    ],
    notes: [
      goal('main thread per frame at p95, ms', work(0.95).median, 8),
      goal('tick to picture at p95, ms', at(data.latency, 0.95), 150),
      goal(
        `heap after ${figure(hours)} h of ticks, of what it was in the beginning`,
        last / first,
        1.1,
      ),
    ],
  };
  return { tables: [table], data };
};

const at = (values: readonly number[], fraction: number): number =>
  quantile(
    values.toSorted((one, other) => one - other),
    fraction,
  );

const goal = (text: string, value: number, atMost: number): string =>
  `  ${value <= atMost ? 'reached' : 'MISSED '}  ${text}: ${figure(value)}, goal at most ${atMost}`;

const longest = 20 * 60_000;

async function run(quick: boolean, rounds: number): Promise<string> {
  const args = [program, '--rounds', String(rounds), ...(quick ? ['--quick'] : [])];
  const child = promisify(execFile)(process.execPath, args, {
    timeout: longest,
    maxBuffer: 64 * 1024 * 1024,
  });
  child.child.stderr?.pipe(process.stderr);
  // What it started ends with it.
  const end = () => child.child.kill();
  process.once('exit', end);
  try {
    return (await child).stdout;
  } catch (cause) {
    throw new BenchError('child-failed', 'The dashboard could not be measured', { cause });
  } finally {
    process.off('exit', end);
  }
}
