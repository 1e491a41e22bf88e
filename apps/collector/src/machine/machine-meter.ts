import type { Series } from '@heliograph/contracts';
import { cpuShares } from './cpu-shares.ts';
import type {
  Counted,
  CpuTimes,
  Device,
  DeviceReading,
  MachineReading,
} from './machine-reading.ts';
import { createRateMeter, type RateMeter } from './rate-meter.ts';

/** One series and its value now. */
export interface Sample {
  readonly series: Series;
  readonly value: number | null;
}

/** Turns readings of a machine into values of series. */
export interface MachineMeter {
  /** What happened since the last reading; rates and shares are `null` at the first. */
  measure(reading: MachineReading): Sample[];
}

/** Names of the machine's own series begin with one of these. */
export const machineSeriesPrefixes = ['cpu.', 'memory.', 'disk.', 'network.'] as const;

export function createMachineMeter(): MachineMeter {
  const rates = createRateMeter();
  let lastCpu: Counted<CpuTimes> | undefined;

  return {
    measure({ cpu, memory, disk, network }) {
      const samples: Sample[] = [];
      if (cpu) {
        const shares = cpuShares(lastCpu?.value, cpu.value);
        for (const { name, label, share } of shares) {
          samples.push(sample(`cpu.${name}`, 'CPU', label, 'percent', share, 1));
        }
        lastCpu = cpu;
      }
      if (memory) {
        const { total, available, cached } = memory;
        const bytes = (name: string, value: number): Sample =>
          sample(`memory.${name}`, 'Memory', name, 'bytes', value, 0);
        samples.push(bytes('used', total - available), bytes('available', available));
        if (cached !== undefined) samples.push(bytes('cached', cached));
        samples.push(bytes('total', total));
      }
      if (disk)
        samples.push(...deviceSamples(rates, 'Disk', disk, { read: 'read', written: 'write' }));
      if (network) {
        const directions = { received: 'received', sent: 'sent' };
        samples.push(...deviceSamples(rates, 'Network', network, directions));
      }
      rates.forgetAbsent();
      return samples;
    },
  };
}

/** The total in every direction, then each device, unless it alone is the total. */
function deviceSamples<Counters extends Readonly<Record<keyof Counters, number>>>(
  rates: RateMeter,
  chart: string,
  { readAt, devices }: DeviceReading<Counters>,
  directions: Readonly<Record<keyof Counters & string, string>>,
): Sample[] {
  const prefix = chart.toLowerCase();
  const each = [...devices].map(([device, { counters, inTotal }]: [string, Device<Counters>]) => ({
    device,
    inTotal,
    directions: entries(directions).map(([counter, word]) => ({
      word,
      rate: rates.measure(`${prefix}/${device}/${word}`, counters[counter], readAt),
    })),
  }));
  const totalled = each.filter(({ inTotal }) => inTotal);
  const isFirst = totalled.length > 0 && totalled.every((one) => one.directions[0]?.rate === null);

  const totals = Object.values<string>(directions).map((word, index) => {
    const sum = totalled.reduce((all, one) => all + (one.directions[index]?.rate ?? 0), 0);
    return sample(`${prefix}.${word}`, chart, word, 'bytes/s', isFirst ? null : sum, 0);
  });
  const listed = each.filter(({ inTotal }) => !inTotal || totalled.length > 1);
  return [
    ...totals,
    ...listed.flatMap(({ device, directions: rows }) =>
      rows.map(({ word, rate }) =>
        sample(
          `${prefix}.${nameOf(device)}.${word}`,
          chart,
          `${device} ${word}`,
          'bytes/s',
          rate,
          0,
        ),
      ),
    ),
  ];
}

const entries = <Key extends string>(record: Readonly<Record<Key, string>>): [Key, string][] =>
  Object.entries(record) as [Key, string][];

/** A device's name in the characters that a series' name may have. */
const nameOf = (device: string): string => device.replaceAll(/[^A-Za-z0-9_:@-]/g, '_').slice(0, 60);

function sample(
  name: string,
  chart: string,
  label: string,
  unit: Series['unit'],
  value: number | null,
  decimals: number,
): Sample {
  return { series: { name, chart, label: label.slice(0, 80), unit, decimals }, value };
}
