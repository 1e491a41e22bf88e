import { bareHttp, bareHttpAgain, ours } from '../contenders/contender.ts';
import { postResultSchema } from '../load/load-command.ts';
import { ratioOf, spreadOf } from '../measure/statistics.ts';
import { figure, ratioFigure, spreadFigure } from '../report/figures.ts';
import { goalLine } from '../report/goal.ts';
import type { Benchmark } from './benchmark.ts';
import { figuresOf, roundsOf } from './results.ts';
import { measureWindows } from './windows.ts';

const contenders = [ours, bareHttp, bareHttpAgain];
const shape = { bytes: 300, inFlight: 16 };

/** What publishing costs before there is anybody to deliver to: token, route, body, answer. */
export const rest: Benchmark = async ({ stage, quick, rounds = quick ? 3 : 7, progress }) => {
  const results = await measureWindows({
    generator: await stage.startGenerator(),
    contenders: await stage.startContenders(contenders),
    rounds,
    command: {
      name: 'post',
      warmUpMs: quick ? 400 : 700,
      windowMs: quick ? 700 : 1500,
      ...shape,
    },
    result: postResultSchema,
    finished: (round) => progress(`rest: round ${round} of ${rounds}`),
  });

  const cpu = figuresOf(results, ({ serverCpu, requests }) => serverCpu / requests);
  const rate = figuresOf(results, ({ requests, seconds }) => requests / seconds);
  const toBare = ratioOf(roundsOf(cpu, ours), roundsOf(cpu, bareHttp));
  const table = {
    title: `REST: POST of ${shape.bytes} B, ${shape.inFlight} in flight, no receivers`,
    columns: ['server', 'CPU µs/request', 'of bare http', 'requests/s'],
    rows: contenders.map((contender) => [
      contender.label,
      spreadFigure(spreadOf(roundsOf(cpu, contender))),
      ratioFigure(ratioOf(roundsOf(cpu, contender), roundsOf(cpu, bareHttp))),
      figure(spreadOf(roundsOf(rate, contender)).median),
    ]),
    notes: [goalLine({ text: 'CPU per request, ours to bare http', ratio: toBare, atMost: 1.3 })],
  };
  return { tables: [table], data: { shape, results: Object.fromEntries(results) } };
};
