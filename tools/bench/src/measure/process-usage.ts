import { readdirSync, readFileSync } from 'node:fs';

const nanosecondsPerMicrosecond = 1000;

/**
 * CPU time that a process has used so far on all its threads, in microseconds. Unlike the clock on
 * the wall it does not count the time that other processes took.
 *
 * Reference: https://docs.kernel.org/scheduler/sched-stats.html
 */
export function processCpuMicroseconds(pid: number): number {
  const threads = `/proc/${pid}/task`;
  let nanoseconds = 0;
  for (const thread of readdirSync(threads)) {
    nanoseconds += readRunTime(readFileSync(`${threads}/${thread}/schedstat`, 'latin1'));
  }
  return nanoseconds / nanosecondsPerMicrosecond;
}

/** The first number of a `schedstat` file: nanoseconds spent on the CPU. */
export function readRunTime(schedstat: string): number {
  return Number(schedstat.slice(0, schedstat.indexOf(' ')));
}

/** How long the main thread of a process was ready to run while others had the CPU, in microseconds. */
export function mainThreadDelayMicroseconds(pid: number): number {
  return readDelay(readFileSync(`/proc/${pid}/schedstat`, 'latin1')) / nanosecondsPerMicrosecond;
}

/** The second number of a `schedstat` file: nanoseconds spent waiting for the CPU. */
export function readDelay(schedstat: string): number {
  return Number(schedstat.split(' ', 2)[1]);
}

/** How many files and sockets a process of this user may have open; Node raises itself to it. */
export function openFilesLimit(): number {
  return readOpenFilesLimit(readFileSync('/proc/self/limits', 'latin1'));
}

/** The hard limit, which stands behind the soft one. */
export function readOpenFilesLimit(limits: string): number {
  const limit = /^Max open files\s+\S+\s+(\S+)/m.exec(limits)?.[1];
  return limit === 'unlimited' ? Infinity : Number(limit);
}

/** Memory of a process that is in RAM, shared pages included. */
export function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  return Number(/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}

/** Clock ticks of all CPUs: how many a hypervisor gave to other machines, and how many there were. */
export interface StolenTicks {
  readonly stolen: number;
  readonly total: number;
}

export function stolenTicks(): StolenTicks {
  return readStolenTicks(readFileSync('/proc/stat', 'latin1'));
}

/** Reads the summary line of `/proc/stat`; guest time is part of user time already. */
export function readStolenTicks(stat: string): StolenTicks {
  const line = stat.slice(0, stat.indexOf('\n'));
  const ticks = line.split(/\s+/).slice(1, 9).map(Number);
  return { stolen: ticks[7] ?? 0, total: ticks.reduce((sum, value) => sum + value, 0) };
}

/** The share of the time between two readings, from 0 to 1. */
export function stolenShare(before: StolenTicks, after: StolenTicks): number {
  const total = after.total - before.total;
  return total === 0 ? 0 : (after.stolen - before.stolen) / total;
}
