import { seriesSchema } from '@heliograph/contracts';
import { describe, expect, it } from 'vitest';
import { createMachineMeter } from './machine-meter.ts';
import type { Device, MachineReading } from './machine-reading.ts';

type Counters = Record<string, readonly [number, number]>;

const disk = (readAt: number, disks: Counters): MachineReading => ({
  disk: {
    readAt,
    devices: new Map(
      Object.entries(disks).map(([name, [read, written]]) => [
        name,
        { counters: { read, written }, inTotal: true },
      ]),
    ),
  },
});
const network = (readAt: number, interfaces: Counters): MachineReading => ({
  network: {
    readAt,
    devices: new Map(
      Object.entries(interfaces).map(
        ([name, [received, sent]]): [string, Device<{ received: number; sent: number }>] => [
          name,
          { counters: { received, sent }, inTotal: name !== 'lo' },
        ],
      ),
    ),
  },
});
const cpu = (
  user: number,
  system: number,
  idle: number,
  iowait = 0,
  steal = 0,
): MachineReading => ({
  cpu: { readAt: 0, value: { user, system, idle, iowait, steal } },
});

function measured(...readings: MachineReading[]): Record<string, number | null> {
  const meter = createMachineMeter();
  const samples = readings.map((reading) => meter.measure(reading)).at(-1) ?? [];
  return Object.fromEntries(samples.map(({ series, value }) => [series.name, value]));
}

describe(createMachineMeter, () => {
  it('shares out the processors’ time since the last reading', () => {
    expect(measured(cpu(100, 100, 100), cpu(120, 110, 160, 8, 2))).toEqual({
      'cpu.busy': 32,
      'cpu.user': 20,
      'cpu.system': 10,
      'cpu.iowait': 8,
      'cpu.steal': 2,
    });
  });

  it('has no shares at the first reading, nor when no time has passed', () => {
    expect(measured(cpu(1, 1, 1))['cpu.busy']).toBeNull();
    expect(measured(cpu(1, 1, 1), cpu(1, 1, 1))['cpu.busy']).toBeNull();
  });

  it('stays between 0 and 100 where the kernel’s books go back a little', () => {
    const shares = measured(cpu(100, 100, 100, 50), cpu(101, 100, 99, 40));

    expect(shares['cpu.busy']).toBe(100);
    expect(shares['cpu.iowait']).toBe(0);
  });

  it('has what of the memory is used and available', () => {
    expect(measured({ memory: { total: 100, available: 30, cached: 20 } })).toEqual({
      'memory.used': 70,
      'memory.available': 30,
      'memory.cached': 20,
      'memory.total': 100,
    });
  });

  it('has one disk once, as the total', () => {
    expect(measured(disk(0, { sda: [0, 0] }), disk(1000, { sda: [10, 20] }))).toEqual({
      'disk.read': 10,
      'disk.write': 20,
    });
  });

  it('has several disks, and their sum', () => {
    const before = disk(0, { sda: [0, 0], sdb: [0, 0] });

    expect(measured(before, disk(1000, { sda: [10, 20], sdb: [1, 2] }))).toEqual({
      'disk.read': 11,
      'disk.write': 22,
      'disk.sda.read': 10,
      'disk.sda.write': 20,
      'disk.sdb.read': 1,
      'disk.sdb.write': 2,
    });
  });

  it('does not count what a disk moved before it came', () => {
    const values = measured(
      disk(0, { sda: [0, 0] }),
      disk(1000, { sda: [10, 10], usb: [1e9, 1e9] }),
    );

    expect(values['disk.read']).toBe(10);
    expect(values['disk.usb.read']).toBeNull();
  });

  it('goes on without a disk that went', () => {
    expect(measured(disk(0, { sda: [0, 0], usb: [0, 0] }), disk(1000, { sda: [10, 10] }))).toEqual({
      'disk.read': 10,
      'disk.write': 10,
    });
  });

  it('has loopback beside the total, not in it', () => {
    const before = network(0, { lo: [0, 0], eth0: [0, 0] });

    expect(measured(before, network(2000, { lo: [2000, 2000], eth0: [10, 20] }))).toEqual({
      'network.received': 5,
      'network.sent': 10,
      'network.lo.received': 1000,
      'network.lo.sent': 1000,
    });
  });

  it('has nothing from outside where there is only loopback', () => {
    expect(measured(network(0, { lo: [0, 0] }), network(1000, { lo: [5, 5] }))).toMatchObject({
      'network.received': 0,
      'network.lo.received': 5,
    });
  });

  it('has no total before the second reading', () => {
    expect(measured(network(0, { eth0: [5, 5] }))).toEqual({
      'network.received': null,
      'network.sent': null,
    });
  });

  it('names every series as the contract wants, whatever a device is called', () => {
    const odd = `br0.${'ä'.repeat(300)} $`;
    const samples = createMachineMeter().measure({
      ...network(0, { [odd]: [1, 1], lo: [1, 1], 'eth0:1': [1, 1] }),
      ...disk(0, { 'cciss/c0d0': [1, 1], sda: [1, 1] }),
      ...cpu(1, 1, 1),
      memory: { total: 1, available: 1 },
    });

    for (const { series } of samples) expect(seriesSchema.safeParse(series).error).toBeUndefined();
    expect(new Set(samples.map(({ series }) => series.name)).size).toBe(samples.length);
  });
});
