import type { CpuTimes } from './machine-reading.ts';

/** What part of all processors' time was spent on something, in percent; `null` when none has passed. */
export interface CpuShare {
  readonly name: 'busy' | 'user' | 'system' | 'iowait' | 'steal';
  readonly label: string;
  readonly share: number | null;
}

const labels = {
  busy: 'busy',
  user: 'user',
  system: 'system',
  iowait: 'I/O wait',
  steal: 'steal',
} as const;

/** Shares between two readings. Waiting for disks is not busy. */
export function cpuShares(earlier: CpuTimes | undefined, later: CpuTimes): CpuShare[] {
  const spent = (name: keyof CpuTimes): number =>
    // The kernel's own books are not exact: idle and iowait may go back a little.
    Math.max(0, (later[name] ?? 0) - (earlier?.[name] ?? 0));
  const busy = spent('user') + spent('system') + spent('steal');
  const total = busy + spent('idle') + spent('iowait');
  const percent = (part: number): number | null =>
    earlier && total > 0 ? (100 * part) / total : null;

  const share = (name: CpuShare['name'], part: number): CpuShare => ({
    name,
    label: labels[name],
    share: percent(part),
  });
  const shares = [
    share('busy', busy),
    share('user', spent('user')),
    share('system', spent('system')),
  ];
  if (later.iowait !== undefined) shares.push(share('iowait', spent('iowait')));
  if (later.steal !== undefined) shares.push(share('steal', spent('steal')));
  return shares;
}
