import { performance } from 'node:perf_hooks';
import {
  mainThreadDelayMicroseconds,
  processCpuMicroseconds,
  stolenShare,
  stolenTicks,
} from './process-usage.ts';

/** What was used between the start of the window and its end; CPU times in microseconds. */
export interface WindowUsage {
  readonly serverCpu: number;
  readonly generatorCpu: number;
  readonly seconds: number;
  /** Share of the time that a hypervisor or other programs took, from 0 to 1. */
  readonly disturbed: number;
}

/** Begins to measure a server and this process, which loads it. */
export function openUsageWindow(serverPid: number): { close(): WindowUsage } {
  const startedAt = performance.now();
  const ticks = stolenTicks();
  const delayed = delayOf(serverPid);
  const generatorCpu = processCpuMicroseconds(process.pid);
  const serverCpu = processCpuMicroseconds(serverPid);
  return {
    close() {
      const usage = {
        serverCpu: processCpuMicroseconds(serverPid) - serverCpu,
        generatorCpu: processCpuMicroseconds(process.pid) - generatorCpu,
        seconds: (performance.now() - startedAt) / 1000,
      };
      const waited = (delayOf(serverPid) - delayed) / 1e6 / usage.seconds;
      return { ...usage, disturbed: Math.max(stolenShare(ticks, stolenTicks()), waited) };
    },
  };
}

/** How long server and generator were ready to run and waited for a CPU, in microseconds. */
function delayOf(serverPid: number): number {
  return mainThreadDelayMicroseconds(serverPid) + mainThreadDelayMicroseconds(process.pid);
}
