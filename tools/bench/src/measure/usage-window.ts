import { performance } from 'node:perf_hooks';
import { processCpuMicroseconds, stolenShare, stolenTicks } from './process-usage.ts';

/** What was used between the start of the window and its end; CPU times in microseconds. */
export interface WindowUsage {
  readonly serverCpu: number;
  readonly generatorCpu: number;
  readonly seconds: number;
  /** From 0 to 1. */
  readonly stolen: number;
}

/** Begins to measure a server and this process, which loads it. */
export function openUsageWindow(serverPid: number): { close(): WindowUsage } {
  const startedAt = performance.now();
  const ticks = stolenTicks();
  const generatorCpu = processCpuMicroseconds(process.pid);
  const serverCpu = processCpuMicroseconds(serverPid);
  return {
    close: () => ({
      serverCpu: processCpuMicroseconds(serverPid) - serverCpu,
      generatorCpu: processCpuMicroseconds(process.pid) - generatorCpu,
      seconds: (performance.now() - startedAt) / 1000,
      stolen: stolenShare(ticks, stolenTicks()),
    }),
  };
}
