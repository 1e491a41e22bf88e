import { createSeriesWindow } from '@heliograph/metrics-core';
import { describe, expect, it } from 'vitest';
import type { Device, MachineReading, NetworkCounters } from './machine/machine-reading.ts';
import { createPushedMetrics } from './pushed-metrics.ts';
import { createRecorder, liveTableEvery } from './recorder.ts';

function recorderOf(...readings: MachineReading[]) {
  const pushed = createPushedMetrics();
  let epochs = 0;
  const recorder = createRecorder({
    source: 'web-1',
    interval: 1000,
    machine: { read: () => readings.shift() ?? {}, stop: () => {} },
    pushed,
    createEpoch: () => `epoch-0${(epochs += 1)}`,
  });
  return { recorder, pushed };
}

const network = (readAt: number, names: string[]): MachineReading => ({
  network: {
    readAt,
    devices: new Map(
      names.map((name): [string, Device<NetworkCounters>] => [
        name,
        { counters: { received: readAt, sent: readAt }, inTotal: true },
      ]),
    ),
  },
});

describe(createRecorder, () => {
  it('has rates in the first tick already', () => {
    const { recorder } = recorderOf(network(0, ['eth0']), network(500, ['eth0']));
    const window = createSeriesWindow({ length: 1e6 });
    window.apply([recorder.record(1000).kept]);

    expect(window.latest('network.received')).toEqual({ at: 1000, value: 1000 });
  });

  it('shows a pushed value with the next tick, in a key frame when it is new', () => {
    const { recorder, pushed } = recorderOf();
    recorder.record(1000);
    expect(recorder.record(2000).kept.series).toBeUndefined();
    pushed.push([{ name: 'orders', value: 5, unit: 'count', decimals: 0 }], 2500);

    expect(recorder.record(3000).live.series?.map(({ name }) => name)).toEqual(['orders']);
    expect(recorder.record(4000).live.series).toBeUndefined();
  });

  it('repeats the table for those who watch less often than for the history', () => {
    const readings = Array.from({ length: 200 }, (_, at) => network(at * 1000, ['eth0', 'eth1']));
    const { recorder } = recorderOf({}, ...readings);

    const recorded = readings.map((_, at) => recorder.record((at + 1) * 1000));

    const tables = (of: 'kept' | 'live') =>
      recorded.flatMap((each, at) => (each[of].series ? [at] : []));
    expect(tables('kept')).toEqual(Array.from({ length: 20 }, (_, at) => at * 10));
    expect(tables('live')).toEqual([0, 120]);
    expect(liveTableEvery).toBe(120);
    const watched = createSeriesWindow({ length: 1e6 });
    const read = createSeriesWindow({ length: 1e6 });
    watched.apply(recorded.map(({ live }) => live));
    read.apply(recorded.map(({ kept }) => kept));
    expect(watched.columns(['network.eth1.sent'])).toEqual(read.columns(['network.eth1.sent']));
    expect(watched.counts()).toMatchObject({ applied: 200, waiting: 0 });
  });

  it('begins a new epoch on demand, in which earlier times may come', () => {
    const { recorder } = recorderOf();
    const { kept: before } = recorder.record(9000);
    recorder.restart();
    const { kept: after } = recorder.record(1000);

    expect(before).toMatchObject({ epoch: 'epoch-01', sequence: 0 });
    expect(after).toMatchObject({ epoch: 'epoch-02', sequence: 0, at: 1000 });
    expect(recorder.epoch).toBe('epoch-02');
  });

  it('records devices once whose names differ in odd characters only', () => {
    const { recorder } = recorderOf({}, network(0, ['a b', 'a_b', 'a$b']));

    expect(recorder.record(1000).kept.series?.map(({ name }) => name)).toEqual([
      'network.received',
      'network.sent',
      'network.a_b.received',
      'network.a_b.sent',
    ]);
  });

  it('leaves room for pushed series on a machine with countless devices', () => {
    const names = Array.from({ length: 1500 }, (_, at) => `eth${at}`);
    const { recorder, pushed } = recorderOf({}, network(0, names));
    pushed.push([{ name: 'orders', value: 5, unit: 'count', decimals: 0 }], 0);
    const { series } = recorder.record(1000).kept;

    expect(series?.length).toBe(1501);
    expect(series?.at(-1)?.name).toBe('orders');
  });
});
