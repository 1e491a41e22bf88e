import type { CpuTimes } from './machine-reading.ts';

/**
 * Reads the first line of `/proc/stat`: `cpu user nice system idle iowait irq softirq steal …`.
 * The guests' time that follows is part of the users' already. See proc_stat(5).
 */
export function parseProcStat(text: string): CpuTimes | undefined {
  const end = text.indexOf('\n');
  const fields = text
    .slice(0, end < 0 ? undefined : end)
    .trim()
    .split(/ +/);
  if (fields[0] !== 'cpu') return undefined;
  const [user, nice, system, idle, iowait = 0, irq = 0, softirq = 0, steal = 0] = fields
    .slice(1)
    .map(Number);
  if (user === undefined || nice === undefined || system === undefined || idle === undefined) {
    return undefined;
  }
  const times = { user: user + nice, system: system + irq + softirq, iowait, steal, idle };
  return Object.values(times).every(Number.isFinite) ? times : undefined;
}
