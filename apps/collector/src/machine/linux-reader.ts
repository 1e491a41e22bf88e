import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type {
  Counted,
  CpuTimes,
  DeviceReading,
  DiskCounters,
  MachineReader,
  NetworkCounters,
} from './machine-reading.ts';
import { parseProcDiskstats, parseProcVmstat } from './proc-diskstats.ts';
import { openProcFile } from './proc-file.ts';
import { parseProcMeminfo } from './proc-meminfo.ts';
import { parseProcNetDev } from './proc-net-dev.ts';
import { parseProcStat } from './proc-stat.ts';

export interface LinuxReaderOptions {
  readonly procFolder?: string;
  readonly sysFolder?: string;
  /** Milliseconds of a clock that is never set back. */
  readonly monotonic?: () => number;
}

/** Name of the one disk that stands for all where the system does not list them. */
export const allDisks = 'all';

/** Reads a Linux machine from `/proc`, in a fraction of a millisecond. */
export function createLinuxReader(options: LinuxReaderOptions = {}): MachineReader {
  const { procFolder = '/proc', sysFolder = '/sys' } = options;
  const { monotonic = () => performance.now() } = options;
  const open = (path: string) => openProcFile(join(procFolder, path));
  const stat = open('stat');
  const meminfo = open('meminfo');
  const diskstats = open('diskstats');
  const vmstat = open('vmstat');
  const netDev = open('net/dev');
  const isWholeDisk = createDiskTest(join(sysFolder, 'block'));

  function cpu(): Counted<CpuTimes> | undefined {
    const value = parseProcStat(stat.read() ?? '');
    return value && { readAt: monotonic(), value };
  }

  function disk(): DeviceReading<DiskCounters> | undefined {
    const devices = parseProcDiskstats(diskstats.read() ?? '', isWholeDisk);
    if (devices.size > 0) return { readAt: monotonic(), devices };
    const counters = parseProcVmstat(vmstat.read() ?? '');
    if (!counters) return undefined;
    return { readAt: monotonic(), devices: new Map([[allDisks, { counters, inTotal: true }]]) };
  }

  function network(): DeviceReading<NetworkCounters> | undefined {
    const text = netDev.read();
    if (text === undefined) return undefined;
    return { readAt: monotonic(), devices: parseProcNetDev(text) };
  }

  return {
    read() {
      const readings = {
        cpu: cpu(),
        memory: parseProcMeminfo(meminfo.read() ?? ''),
        disk: disk(),
        network: network(),
      };
      return withoutUndefined(readings);
    },
    stop() {
      for (const file of [stat, meminfo, diskstats, vmstat, netDev]) file.close();
    },
  };
}

/** `/sys/block` lists whole disks. Where it is hidden, names have to do. */
function createDiskTest(folder: string): (name: string) => boolean {
  const known = new Map<string, boolean>();
  const isListed = existsSync(folder);
  return (name) => {
    let isDisk = known.get(name);
    if (isDisk === undefined) {
      // In `/sys`, a slash in a device's name is written as an exclamation mark.
      isDisk = isListed
        ? existsSync(join(folder, name.replaceAll('/', '!')))
        : !/^([hsv]d[a-z]+\d+|(nvme\d+n|mmcblk)\d+p\d+)$/.test(name);
      known.set(name, isDisk);
    }
    return isDisk;
  };
}

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

function withoutUndefined<T extends object>(record: T): Defined<T> {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== undefined),
  ) as Defined<T>;
}
