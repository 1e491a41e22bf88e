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
