import { ours, socketIo, wsBatch, wsLoop, wsLoopAgain } from '../contenders/contender.ts';
import { fanOutResultSchema, type FanOutResult } from '../load/load-command.ts';
import { ratioOf, spreadOf } from '../measure/statistics.ts';
import type { RunningContender } from '../children/stage.ts';
import { openFilesLimit } from '../measure/process-usage.ts';
import { bun } from '../peers/bun.ts';
import { cFloor } from '../peers/c-floor.ts';
import { nats } from '../peers/nats.ts';
import type { Peer } from '../peers/peer.ts';
import { azureCapacity, capacityText } from '../report/azure-capacity.ts';
import { figure, percentFigure, ratioFigure, spreadFigure } from '../report/figures.ts';
import { goalLine, type Goal } from '../report/goal.ts';
import type { Table } from '../report/table.ts';
import type { Benchmark } from './benchmark.ts';
import { figuresOf, roundsOf, type Figures } from './results.ts';
import { measureWindows } from './windows.ts';

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
const peers = [cFloor, bun, nats];

/** What a server spends on each delivery of a message that goes to many. */
export const fanOut: Benchmark = async ({ stage, quick, rounds = quick ? 3 : 5, progress }) => {
  const generator = await stage.startGenerator();
  const running: RunningContender[] = await stage.startContenders(contenders);
  const absent: string[] = [];
  for (const peer of peers) {
    const started = await stage.startPeer(peer);
    if (typeof started === 'string') absent.push(started);
    else running.push(started);
  }

  const tables: Table[] = [];
  const data = [];
  for (const shape of shapes) {
    const results = await measureWindows({
      generator,
      contenders: running,
      rounds,
      command: {
        name: 'fan-out',
        warmUpMs: quick ? 300 : 500,
        windowMs: quick ? 700 : 1500,
        ...shape,
      },
      result: fanOutResultSchema,
      finished: (round) => progress(`fanout: ${nameOf(shape)}, round ${round} of ${rounds}`),
    });
    tables.push(tableOf(shape, results, absent));
    data.push({ shape, results: Object.fromEntries(results) });
  }
  return { tables, data };
};

function nameOf({ receivers, bytes, inFlight }: Shape): string {
  return `${receivers} receivers, ${bytes} B, ${inFlight} in flight`;
}

function tableOf(
  shape: Shape,
  results: ReadonlyMap<string, readonly FanOutResult[]>,
  absent: readonly string[],
): Table {
  const cpu = figuresOf(results, ({ serverCpu, deliveries }) => serverCpu / deliveries);
  const rate = figuresOf(results, ({ deliveries, seconds }) => deliveries / seconds);
  const busy = figuresOf(results, ({ generatorCpu, seconds }) => generatorCpu / seconds / 1e6);
  const rows = [...results.keys()]
    .map((label) => ({ label }))
    .map((contender) => [
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
    notes: [...goalsOf(shape, cpu).map(goalLine), capacityOf(shape, rate), ...indented(absent)],
  };
}

/** Of one service that keeps one CPU busy, while others load it. */
function capacityOf({ bytes }: Shape, rate: Figures): string {
  const capacity = azureCapacity({
    connections: openFilesLimit(),
    outboundMegabytes: (spreadOf(roundsOf(rate, ours)).median * bytes) / 1e6,
  });
  return `  capacity of one CPU: ${capacityText(capacity)}`;
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

/** More deliveries per CPU second is better, so the ratio is theirs to ours in CPU. */
function goalsOf(shape: Shape, cpu: Figures): Goal[] {
  const own = roundsOf(cpu, ours);
  const over = (peer: { readonly label: string }) => ratioOf(roundsOf(cpu, peer), own);
  const isPaced = shape === paced;
  const overPeers: [Peer, number][] = isPaced
    ? [[cFloor, 0.6]]
    : [
        [bun, 0.75],
        [nats, 2],
      ];
  return [
    { text: 'ours over ws', ratio: over(wsLoop), atLeast: isPaced ? 1.05 : 8 },
    { text: 'ours over Socket.IO', ratio: over(socketIo), atLeast: isPaced ? 1.3 : 8 },
    ...overPeers
      .filter(([{ label }]) => cpu.has(label))
      .map(([peer, atLeast]) => ({ text: `ours over ${peer.label}`, ratio: over(peer), atLeast })),
    {
      text: 'CPU per delivery, ours to batched frames',
      ratio: ratioOf(own, roundsOf(cpu, wsBatch)),
      atMost: 1.25,
    },
  ];
}
