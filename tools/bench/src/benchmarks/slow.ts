import { ours } from '../contenders/contender.ts';
import {
  crowdSchema,
  fanOutResultSchema,
  type Crowd,
  type FanOutResult,
} from '../load/load-command.ts';
import { ratioOf, spreadOf } from '../measure/statistics.ts';
import { figure, ratioFigure, spreadFigure } from '../report/figures.ts';
import { goalLine } from '../report/goal.ts';
import type { Table } from '../report/table.ts';
import type { Benchmark } from './benchmark.ts';
import { figuresOf, roundsOf } from './results.ts';
import { measureRounds } from './rounds.ts';

interface Variant {
  readonly label: string;
  readonly crowd: Crowd;
}

const stalledClients = 10;
/** Long messages: the kernel takes 4 MB for each client before the service learns that it is slow. */
const shape = { receivers: 190, bytes: 16 * 1024, inFlight: 16 };
/** What the service lets wait for one client, `defaultLimits.maxQueuedBytes` of the connections. */
const capBytes = 4 * 1024 * 1024;
const healthy: Variant = { label: 'everybody reads', crowd: crowdSchema.parse({}) };
const stalled: Variant = {
  label: `and ${stalledClients} more never read`,
  crowd: crowdSchema.parse({ stalled: stalledClients }),
};
const variants = [healthy, stalled];

/** What clients that do not read cost those that do: nothing, and they are sent away. */
export const slow: Benchmark = async ({ stage, quick, rounds = quick ? 2 : 5, progress }) => {
  const results = await measureRounds({
    contenders: variants,
    rounds,
    // A server of its own for each: memory that one run has taken is not given back for the next.
    async measure({ crowd }) {
      const generator = await stage.startGenerator();
      const { address, pid } = await stage.startContender(ours);
      const result = await generator.ask(
        {
          name: 'fan-out',
          address,
          serverPid: pid,
          warmUpMs: 500,
          windowMs: quick ? 2500 : 4000,
          ...shape,
          crowd,
        },
        fanOutResultSchema,
      );
      await stage.clear();
      return result;
    },
    finished: (round) => progress(`slow: round ${round} of ${rounds}`),
  });
  return { tables: [tableOf(results)], data: { shape, results: Object.fromEntries(results) } };
};

function tableOf(results: ReadonlyMap<string, readonly FanOutResult[]>): Table {
  const cpu = figuresOf(results, ({ serverCpu, deliveries }) => serverCpu / deliveries);
  const rate = figuresOf(results, ({ deliveries, seconds }) => deliveries / seconds);
  const memory = figuresOf(results, ({ peakBytes }) => peakBytes / 1e6);
  const closed = figuresOf(results, (result) => result.closed);
  const grown = ratioOf(
    roundsOf(memory, stalled).map((peak, round) => peak - (roundsOf(memory, healthy)[round] ?? 0)),
    roundsOf(memory, stalled).map(() => (stalledClients * capBytes) / 1e6),
  );
  const away = spreadOf(roundsOf(closed, stalled).map((count) => count / stalledClients));
  return {
    title: `Slow clients: ${shape.receivers} that read, ${shape.bytes} B, ${shape.inFlight} in flight`,
    columns: ['receivers', 'deliveries/s', 'CPU µs/delivery', 'of healthy', 'peak MB', 'sent away'],
    rows: variants.map((variant) => [
      variant.label,
      figure(spreadOf(roundsOf(rate, variant)).median),
      spreadFigure(spreadOf(roundsOf(cpu, variant))),
      ratioFigure(ratioOf(roundsOf(cpu, variant), roundsOf(cpu, healthy))),
      spreadFigure(spreadOf(roundsOf(memory, variant))),
      figure(spreadOf(roundsOf(closed, variant)).median),
    ]),
    notes: [
      goalLine({
        text: 'deliveries of the others per CPU s',
        ratio: ratioOf(roundsOf(cpu, healthy), roundsOf(cpu, stalled)),
        atLeast: 0.9,
      }),
      goalLine({ text: 'those that never read and were sent away', ratio: away, atLeast: 1 }),
      goalLine({ text: 'memory on top, of what their queues may hold', ratio: grown, atMost: 1 }),
    ],
  };
}
