import type { MemoryReading } from './machine-reading.ts';

/** Reads `/proc/meminfo`: lines such as `MemTotal:  16384 kB`. See proc_meminfo(5). */
export function parseProcMeminfo(text: string): MemoryReading | undefined {
  const bytes = (name: string): number | undefined => {
    const start = text.startsWith(`${name}:`) ? 0 : text.indexOf(`\n${name}:`);
    if (start < 0) return undefined;
    const kibibytes = Number.parseInt(text.slice(text.indexOf(':', start) + 1), 10);
    return Number.isNaN(kibibytes) ? undefined : kibibytes * 1024;
  };

  const total = bytes('MemTotal');
  const free = bytes('MemFree');
  if (total === undefined || free === undefined) return undefined;
  const cached = (bytes('Cached') ?? 0) + (bytes('Buffers') ?? 0) + (bytes('SReclaimable') ?? 0);
  // Kernels before 3.14 do not estimate what is available.
  const available = bytes('MemAvailable') ?? Math.min(total, free + cached);
  return { total, available, cached };
}
