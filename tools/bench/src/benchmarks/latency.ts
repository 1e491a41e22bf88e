import { ours, socketIo, wsBatch, wsLoop, wsLoopAgain } from '../contenders/contender.ts';
import { latencyResultSchema } from '../load/load-command.ts';
import { ratioOf, spreadOf } from '../measure/statistics.ts';
import { ratioFigure, spreadFigure } from '../report/figures.ts';
import { goalLine } from '../report/goal.ts';
import type { Benchmark } from './benchmark.ts';
import { figuresOf, roundsOf } from './results.ts';
import { measureWindows } from './windows.ts';

const contenders = [ours, wsBatch, wsLoop, wsLoopAgain, socketIo];
const shape = { receivers: 200, bytes: 200, perSecond: 50 };

/**
 * How long a message takes from its publisher to its receivers at a rate that all can keep up with.
 * Many short windows rather than a few long ones: what disturbs a small machine comes in bursts, and
 * the median over rounds forgets the windows that it hits.
 */
export const latency: Benchmark = async ({ stage, quick, rounds = quick ? 5 : 15, progress }) => {
  const results = await measureWindows({
    generator: await stage.startGenerator(),
    contenders: await stage.startContenders(contenders),
    rounds,
    command: { name: 'latency', warmUpMs: 500, windowMs: quick ? 800 : 1500, ...shape },
    result: latencyResultSchema,
    finished: (round) => progress(`latency: round ${round} of ${rounds}`),
  });

  const p50 = figuresOf(results, (result) => result.p50);
  const p99 = figuresOf(results, (result) => result.p99);
  const cpu = figuresOf(results, ({ serverCpu, deliveries }) => serverCpu / deliveries);
  const own = roundsOf(p50, ours);
  const goals = [
    { text: 'p50, ours to ws', ratio: ratioOf(own, roundsOf(p50, wsLoop)), atMost: 0.9 },
    { text: 'p50, ours to Socket.IO', ratio: ratioOf(own, roundsOf(p50, socketIo)), atMost: 0.7 },
  ];
  const table = {
    title: `Latency: ${shape.receivers} receivers, ${shape.bytes} B, ${shape.perSecond} messages/s`,
    columns: ['server', 'p50 ms', 'of ws', 'p99 ms', 'CPU µs/delivery'],
    rows: contenders.map((contender) => [
      contender.label,
      spreadFigure(spreadOf(roundsOf(p50, contender))),
      ratioFigure(ratioOf(roundsOf(p50, contender), roundsOf(p50, wsLoop))),
      spreadFigure(spreadOf(roundsOf(p99, contender))),
      spreadFigure(spreadOf(roundsOf(cpu, contender))),
    ]),
    notes: goals.map(goalLine),
  };
  return { tables: [table], data: { shape, results: Object.fromEntries(results) } };
};
