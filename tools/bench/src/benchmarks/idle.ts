import * as z from 'zod';
import type { RunningServer, Stage } from '../children/stage.ts';
import type { Child } from '../children/child.ts';
import { ours, socketIo, wsLoop, wsLoopAgain, type Contender } from '../contenders/contender.ts';
import { memoryUseSchema } from '../contenders/serve-contender.ts';
import { connectResultSchema } from '../load/load-command.ts';
import { ratioOf, spreadOf } from '../measure/statistics.ts';
import { figure, ratioFigure, spreadFigure } from '../report/figures.ts';
import { goalLine } from '../report/goal.ts';
import type { Benchmark, Outcome } from './benchmark.ts';
import { figuresOf, roundsOf } from './results.ts';
import { measureRounds } from './rounds.ts';

interface IdleResult {
  /** Growth of the server's resident memory for each connection. */
  readonly bytes: number;
  /** Growth of the objects and buffers that it holds. */
  readonly heapBytes: number;
  /** The server's CPU time for each connect, in microseconds. */
  readonly connectCpu: number;
  readonly baselineBytes: number;
  readonly disturbed: number;
}

/** A contender together with how its clients come in. */
interface Entrant extends Contender {
  readonly crowd?: { readonly negotiates: boolean };
}

const oursDirectly: Entrant = {
  label: 'Heliograph, not negotiated',
  server: 'signalr',
  crowd: { negotiates: false },
};
const contenders: readonly Entrant[] = [ours, oursDirectly, wsLoop, wsLoopAgain, socketIo];
/** Opened and closed before memory is looked at, so that code and caches are not counted. */
const warmUpConnections = 1000;
const connectsInFlight = 64;

/** What a connection costs that does nothing: memory, and CPU until it is open. */
export const idle: Benchmark = async ({ stage, quick, rounds = quick ? 1 : 3, progress }) => {
  const connections = quick ? 2000 : 5000;
  const results = await measureRounds({
    contenders,
    rounds,
    measure: (contender) => measureIdle(stage, contender, connections),
    finished: (round) => progress(`idle: ${connections} connections, round ${round} of ${rounds}`),
  });
  return outcomeOf(connections, results);
};

/** A server of its own for each measurement: what an earlier one left behind would count as free. */
async function measureIdle(
  stage: Stage,
  entrant: Entrant,
  connections: number,
): Promise<IdleResult> {
  const generator = await stage.startGenerator();
  const server = await stage.startContender(entrant);
  const connect = (count: number) => connectClients(generator, server, entrant, count);
  await connect(warmUpConnections);
  await generator.ask({ name: 'disconnect' }, z.unknown());
  const before = await memoryOf(server);
  const { serverCpu, disturbed } = await connect(connections);
  const after = await memoryOf(server);
  await generator.ask({ name: 'disconnect' }, z.unknown());
  await stage.clear();
  return {
    bytes: (after.resident - before.resident) / connections,
    heapBytes: (after.heap - before.heap) / connections,
    connectCpu: serverCpu / connections,
    baselineBytes: before.resident,
    disturbed,
  };
}

function connectClients(
  generator: Child,
  { address, pid }: RunningServer,
  { crowd }: Entrant,
  connections: number,
) {
  const command = { address, serverPid: pid, connections, inFlight: connectsInFlight, crowd };
  return generator.ask({ name: 'connect', ...command }, connectResultSchema);
}

function memoryOf({ process }: RunningServer) {
  return process.ask({ name: 'measure-memory' }, memoryUseSchema);
}

function outcomeOf(
  connections: number,
  results: ReadonlyMap<string, readonly IdleResult[]>,
): Outcome {
  const kilobytes = figuresOf(results, ({ bytes }) => bytes / 1024);
  const heap = figuresOf(results, ({ heapBytes }) => heapBytes / 1024);
  const cpu = figuresOf(results, ({ connectCpu }) => connectCpu);
  const baseline = figuresOf(results, ({ baselineBytes }) => baselineBytes / 1024 / 1024);
  const rows = contenders.map((contender) => [
    contender.label,
    spreadFigure(spreadOf(roundsOf(kilobytes, contender))),
    ratioFigure(ratioOf(roundsOf(kilobytes, contender), roundsOf(kilobytes, wsLoop))),
    figure(spreadOf(roundsOf(heap, contender)).median),
    spreadFigure(spreadOf(roundsOf(cpu, contender))),
    figure(spreadOf(roundsOf(baseline, contender)).median),
  ]);
  const toPeer = (figures: typeof cpu, peer: Contender, own: Contender = ours) =>
    ratioOf(roundsOf(figures, own), roundsOf(figures, peer));
  const goals = [
    { text: 'memory, ours to ws', ratio: toPeer(kilobytes, wsLoop), atMost: 1 },
    { text: 'memory, ours to Socket.IO', ratio: toPeer(kilobytes, socketIo), atMost: 0.4 },
    { text: 'connecting, ours to Socket.IO', ratio: toPeer(cpu, socketIo), atMost: 0.6 },
    {
      text: 'the same, not negotiated',
      ratio: toPeer(cpu, socketIo, oursDirectly),
      atMost: 0.6,
    },
  ];
  const table = {
    title: `Idle: ${connections} connections, ${connectsInFlight} connecting at a time`,
    columns: ['server', 'KB/connection', 'of ws', 'KB of objects', 'connect CPU µs', 'MB before'],
    rows,
    notes: [
      ...goals.map(goalLine),
      '  Ours verifies a token of its own for each client, and negotiates over kept-alive HTTP;',
      '  the others ask for no token, and Socket.IO starts with its WebSocket, not with polling.',
    ],
  };
  return { tables: [table], data: { connections, results: Object.fromEntries(results) } };
}
