import { ours, socketIo, wsBatch, wsLoop, wsLoopAgain } from '../contenders/contender.ts';
import { fanOutResultSchema, type FanOutResult } from '../load/load-command.ts';
import { ratioOf, spreadOf } from '../measure/statistics.ts';
import { figure, percentFigure, ratioFigure, spreadFigure } from '../report/figures.ts';
import { goalLine, type Goal } from '../report/goal.ts';
import type { Table } from '../report/table.ts';
import type { Benchmark } from './benchmark.ts';
import { figuresOf, roundsOf, type Figures } from './results.ts';
import { measureRounds } from './rounds.ts';

interface Shape {
  readonly receivers: number;
  readonly bytes: number;
  readonly inFlight: number;
}

const paced: Shape = { receivers: 200, bytes: 200, inFlight: 2 };
const shapes: readonly Shape[] = [
  paced,
  { receivers: 200, bytes: 200, inFlight: 16 },
  { receivers: 1000, bytes: 2048, inFlight: 16 },
];
const contenders = [ours, wsBatch, wsLoop, wsLoopAgain, socketIo];

/** What a server spends on each delivery of a message that goes to many. */
export const fanOut: Benchmark = async ({ stage, quick, rounds = quick ? 3 : 5, progress }) => {
  const generator = await stage.startGenerator();
  const running = [];
  for (const contender of contenders) running.push(await stage.startContender(contender));

  const tables: Table[] = [];
  const data = [];
  for (const shape of shapes) {
    const results = await measureRounds({
      contenders: running,
      rounds,
      measure: ({ address, process }) =>
        generator.ask(
          {
            name: 'fan-out',
            address,
            serverPid: process.pid,
            warmUpMs: quick ? 300 : 500,
            windowMs: quick ? 700 : 1500,
            ...shape,
          },
          fanOutResultSchema,
        ),
      finished: (round) => progress(`fanout: ${nameOf(shape)}, round ${round} of ${rounds}`),
    });
    tables.push(tableOf(shape, results));
    data.push({ shape, results: Object.fromEntries(results) });
  }
  return { tables, data };
};

function nameOf({ receivers, bytes, inFlight }: Shape): string {
  return `${receivers} receivers, ${bytes} B, ${inFlight} in flight`;
}

function tableOf(shape: Shape, results: ReadonlyMap<string, readonly FanOutResult[]>): Table {
  const cpu = figuresOf(results, ({ serverCpu, deliveries }) => serverCpu / deliveries);
  const rate = figuresOf(results, ({ deliveries, seconds }) => deliveries / seconds);
  const busy = figuresOf(results, ({ generatorCpu, seconds }) => generatorCpu / seconds / 1e6);
  const rows = contenders.map((contender) => [
    contender.label,
    spreadFigure(spreadOf(roundsOf(cpu, contender))),
    figure(spreadOf(roundsOf(rate, contender)).median),
    ratioFigure(ratioOf(roundsOf(cpu, wsLoop), roundsOf(cpu, contender))),
    percentFigure(spreadOf(roundsOf(busy, contender)).median),
  ]);
  return {
    title: `Fan-out: ${nameOf(shape)}`,
    columns: ['server', 'CPU µs/delivery', 'deliveries/s', 'per CPU s, of ws', 'generator busy'],
    rows,
    notes: goalsOf(shape, cpu).map(goalLine),
  };
}

/** More deliveries per CPU second is better, so the ratio is theirs to ours in CPU. */
function goalsOf(shape: Shape, cpu: Figures): Goal[] {
  const own = roundsOf(cpu, ours);
  const over = (peer: { readonly label: string }) => ratioOf(roundsOf(cpu, peer), own);
  const isPaced = shape === paced;
  return [
    { text: 'ours over ws', ratio: over(wsLoop), atLeast: isPaced ? 1.05 : 8 },
    { text: 'ours over Socket.IO', ratio: over(socketIo), atLeast: isPaced ? 1.3 : 8 },
    {
      text: 'CPU per delivery, ours to batched frames',
      ratio: ratioOf(own, roundsOf(cpu, wsBatch)),
      atMost: 1.25,
    },
  ];
}
