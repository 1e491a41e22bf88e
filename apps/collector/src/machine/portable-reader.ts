import { cpus, freemem, totalmem } from 'node:os';
import type * as systeminformation from 'systeminformation';
import type {
  Counted,
  CpuTimes,
  Device,
  MachineReader,
  MachineReading,
  NetworkCounters,
} from './machine-reading.ts';
import { allDisks } from './linux-reader.ts';
import { passesOutside } from './network-interface.ts';

/** The parts of `systeminformation` that are asked. */
export type SystemInformation = Pick<typeof systeminformation, 'fsStats' | 'mem' | 'networkStats'>;

export interface PortableReaderOptions {
  readonly information: SystemInformation;
  /** Milliseconds of a clock that is never set back. */
  readonly monotonic?: () => number;
  /** Pause between questions, in milliseconds. Each one starts programs of the system. */
  readonly pause?: number;
}

type Asked = Omit<MachineReading, 'cpu'>;

/**
 * Reads macOS, Windows and others. Processor times come from Node at once; the rest is asked in the
 * background, one question at a time, and a reading has the newest answer. What a system does not
 * tell (disks on Windows) is absent.
 */
export function createPortableReader(options: PortableReaderOptions): MachineReader {
  const { information, monotonic = () => performance.now(), pause = 1500 } = options;
  let answers: Asked = { memory: memoryOfNode() };
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  async function ask(): Promise<void> {
    const memory = await memoryOf(information);
    const disk = await diskOf(information, monotonic);
    const network = await networkOf(information, monotonic);
    answers = { memory, ...(disk && { disk }), ...(network && { network }) };
    if (!isStopped) timer = setTimeout(() => void ask(), pause).unref();
  }
  void ask();

  return {
    read: () => ({ ...answers, cpu: cpuOfNode(monotonic) }),
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

function cpuOfNode(monotonic: () => number): Counted<CpuTimes> {
  const value = { user: 0, system: 0, idle: 0 };
  for (const { times } of cpus()) {
    value.user += times.user + times.nice;
    value.system += times.sys + times.irq;
    value.idle += times.idle;
  }
  return { readAt: monotonic(), value };
}

function memoryOfNode(): { total: number; available: number } {
  return { total: totalmem(), available: freemem() };
}

async function memoryOf({ mem }: SystemInformation): Promise<Required<Asked>['memory']> {
  try {
    const { total, available, buffcache } = await mem();
    if (!(total > 0) || !(available >= 0)) return memoryOfNode();
    return { total, available, ...(buffcache > 0 && { cached: buffcache }) };
  } catch {
    return memoryOfNode();
  }
}

async function diskOf(
  { fsStats }: SystemInformation,
  monotonic: () => number,
): Promise<Asked['disk']> {
  try {
    // Typed as an object, but null where the system is not supported.
    const stats: { rx: number; wx: number } | null = await fsStats();
    if (!stats || !(stats.rx + stats.wx > 0)) return undefined;
    const counters = { read: stats.rx, written: stats.wx };
    return { readAt: monotonic(), devices: new Map([[allDisks, { counters, inTotal: true }]]) };
  } catch {
    return undefined;
  }
}

async function networkOf(
  { networkStats }: SystemInformation,
  monotonic: () => number,
): Promise<Asked['network']> {
  try {
    const devices = new Map<string, Device<NetworkCounters>>();
    for (const { iface, rx_bytes: received, tx_bytes: sent } of await networkStats('*')) {
      if (!(received + sent > 0)) continue;
      devices.set(iface, { counters: { received, sent }, inTotal: passesOutside(iface) });
    }
    return { readAt: monotonic(), devices };
  } catch {
    return undefined;
  }
}
