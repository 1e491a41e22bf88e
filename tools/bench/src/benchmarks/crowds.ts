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
  /** Messages on the way. Both crowds that pay for many requests have each receiver wait for one. */
  readonly inFlight: number;
}

const shape = { receivers: 1000, bytes: 200 };
const plain: Variant = {
  label: 'one group of 1 000, all JSON',
  crowd: crowdSchema.parse({}),
  inFlight: 2,
};
const plainAgain: Variant = { ...plain, label: 'the same again (A/A control)' };
const mixed: Variant = {
  label: 'half JSON, half MessagePack',
  crowd: crowdSchema.parse({ isMixed: true }),
  inFlight: 2,
};
const scattered: Variant = {
  label: '100 groups of 10',
  crowd: crowdSchema.parse({ groups: 100 }),
  inFlight: 100,
};
/** What is paid for publishing is the same; what is left between the two is finding the receivers. */
const asManyRequests: Variant = {
  label: 'one group, as many requests',
  crowd: crowdSchema.parse({ unheard: 99 }),
  inFlight: 1,
};
const variants = [plain, plainAgain, mixed, scattered, asManyRequests];

/** Whether it matters who listens: what a delivery costs to other crowds of the same size. */
export const crowds: Benchmark = async ({ stage, quick, rounds = quick ? 5 : 15, progress }) => {
  const generator = await stage.startGenerator();
  const { address, pid } = await stage.startContender(ours);
  const results = await measureRounds({
    contenders: variants,
    rounds,
    measure: ({ crowd, inFlight }) =>
      generator.ask(
        {
          name: 'fan-out',
          address,
          serverPid: pid,
          warmUpMs: quick ? 300 : 500,
          windowMs: quick ? 500 : 1000,
          ...shape,
          crowd,
          inFlight,
        },
        fanOutResultSchema,
      ),
    finished: (round) => progress(`crowds: round ${round} of ${rounds}`),
  });
  return { tables: [tableOf(results)], data: { shape, results: Object.fromEntries(results) } };
};

function tableOf(results: ReadonlyMap<string, readonly FanOutResult[]>): Table {
  const cpu = figuresOf(results, ({ serverCpu, deliveries }) => serverCpu / deliveries);
  const rate = figuresOf(results, ({ deliveries, seconds }) => deliveries / seconds);
  const batch = figuresOf(results, ({ deliveries, frames }) => deliveries / frames);
  const toPlain = (variant: Variant) => ratioOf(roundsOf(cpu, variant), roundsOf(cpu, plain));
  const routing = ratioOf(roundsOf(cpu, scattered), roundsOf(cpu, asManyRequests));
  return {
    title: `Crowds: ${shape.receivers} receivers, ${shape.bytes} B`,
    columns: ['receivers', 'CPU µs/delivery', 'of plain', 'deliveries/s', 'deliveries/frame'],
    rows: variants.map((variant) => [
      variant.label,
      spreadFigure(spreadOf(roundsOf(cpu, variant))),
      ratioFigure(toPlain(variant)),
      figure(spreadOf(roundsOf(rate, variant)).median),
      figure(spreadOf(roundsOf(batch, variant)).median),
    ]),
    notes: [
      goalLine({ text: 'mixed protocols to all JSON', ratio: toPlain(mixed), atMost: 1.05 }),
      goalLine({ text: '100 groups to one with as many requests', ratio: routing, atMost: 1.15 }),
      '  What everybody is to have takes one request to one group and a hundred to 100 groups.',
    ],
  };
}
