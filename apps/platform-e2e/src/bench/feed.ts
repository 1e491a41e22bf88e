import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { boardGroup, liveHub, machineBoard, type Frame, type Series } from '@heliograph/contracts';
import { createFrameEncoder, tickAtOrBefore } from '@heliograph/metrics-core';
import { openHistoryStore } from '@heliograph/metrics-history';
import { clientInvocation } from '@heliograph/signalr-contract';
import { createRestClient } from '@heliograph/signalr-rest-client';

export interface FeedOptions {
  readonly connectionString: string;
  /** Address of the history that the backend reads. */
  readonly historyStore: string;
  readonly series: number;
  /** Milliseconds from tick to tick. */
  readonly interval: number;
}

/** Plays the collector's part, with as many series as asked for and as fast as asked for. */
export interface Feed {
  /** Writes ticks of the past to the history, up to now. */
  writeHistory(milliseconds: number): Promise<void>;
  /** Publishes a tick whenever its time has come; resolves once `signal` is aborted. */
  play(signal: AbortSignal): Promise<void>;
  /** Publishes ticks of so many milliseconds at once, whatever time it is. */
  skip(milliseconds: number): Promise<void>;
  stop(): Promise<void>;
}

const kinds = [
  { unit: 'percent', decimals: 1, middle: 50, swing: 40 },
  { unit: 'bytes', decimals: 0, middle: 4e9, swing: 2e9 },
  { unit: 'bytes/s', decimals: 0, middle: 4e6, swing: 3e6 },
  { unit: 'count', decimals: 0, middle: 900, swing: 600 },
] as const;
const seriesPerChart = 8;
/** Those of which every machine's tiles tell, in charts of their own. */
const machine = [
  ['CPU', 'cpu.busy', 0],
  ['Memory', 'memory.used', 1],
  ['Memory', 'memory.total', 1],
  ['Disk', 'disk.read', 2],
  ['Disk', 'disk.write', 2],
  ['Network', 'network.received', 2],
  ['Network', 'network.sent', 2],
] as const;

/** A machine's series and further ones in charts of eight, each chart with a unit of its own. */
function feedSeries(count: number): { readonly described: Series; readonly kind: number }[] {
  return Array.from({ length: count }, (_, at) => {
    const known = machine[at];
    const place = Math.floor((at - machine.length) / seriesPerChart);
    const [chart, name, kind] = known ?? [`Load ${place + 1}`, `load.s${at}`, place % kinds.length];
    const { unit, decimals } = kinds[kind] ?? kinds[0];
    const label = name.replace(/^.*\./, '');
    return { described: { name, chart, label, unit, decimals }, kind };
  });
}

/** Waves of its own for every series, and unrest; the same in every run. */
function valueOf(kind: number, at: number, time: number): number {
  const { middle, swing, decimals } = kinds[kind] ?? kinds[0];
  const waves = Math.sin(time / (20_000 + at * 700)) + 0.4 * Math.sin(time / (1_500 + at * 31));
  const unrest = Math.sin((time % 1e7) * (at + 1) * 12.9898) * 0.2;
  return Number((middle + (swing * (waves + unrest)) / 1.6).toFixed(decimals));
}

/** The feed's first tick is the next one of its grid. */
export function createFeed(options: FeedOptions): Feed {
  const { connectionString, historyStore, interval } = options;
  const store = openHistoryStore(historyStore);
  const client = createRestClient({ connectionString, hub: liveHub.name });
  const epoch = randomBytes(12).toString('base64url');
  const encoder = createFrameEncoder({ source: 'bench', epoch, interval });
  const table = feedSeries(options.series);
  const series = table.map(({ described }) => described);
  let next = tickAtOrBefore(Date.now(), interval) + interval;

  function encode(ticks: number): Frame {
    const times = Array.from({ length: ticks }, (_, index) => next + index * interval);
    next += ticks * interval;
    return encoder.encode(
      series,
      times.map((at) => ({
        at,
        values: table.map(({ kind }, index) => valueOf(kind, index, at)),
      })),
    );
  }

  const publish = (frame: Frame): Promise<void> =>
    client.sendToGroup(
      boardGroup(machineBoard),
      clientInvocation(liveHub, 'frame', machineBoard, frame),
    );

  return {
    async writeHistory(milliseconds) {
      const end = next;
      next -= Math.floor(milliseconds / interval) * interval;
      const frames: Frame[] = [];
      while (next < end) frames.push(encode(1));
      await store.append(frames);
    },
    async play(signal) {
      while (!signal.aborted) {
        await sleep(Math.max(0, next - Date.now()));
        const frame = encode(1);
        await store.append([frame]);
        await publish(frame);
      }
    },
    skip: (milliseconds) => publish(encode(Math.round(milliseconds / interval))),
    stop: () => store.close(),
  };
}
