import type { Device, DiskCounters } from './machine-reading.ts';

/** `/proc/diskstats` counts in these units whatever the device's own sector size is. */
const sectorBytes = 512;

/**
 * Devices that are no disks (memory, files, other devices in a new guise): what they move is either
 * no disk traffic or counted at the disk below.
 */
const notDisks = /^(loop|ram|zram|sr|fd|nbd|dm-|md|drbd)\d/;

/**
 * Reads `/proc/diskstats`: `major minor name reads merged sectors ms writes merged sectors …`. Keeps
 * whole disks that have moved anything since the start. See the kernel's admin-guide/iostats.
 */
export function parseProcDiskstats(
  text: string,
  isWholeDisk: (name: string) => boolean,
): Map<string, Device<DiskCounters>> {
  const disks = new Map<string, Device<DiskCounters>>();
  for (const line of text.split('\n')) {
    const [, , name, , , sectorsRead, , , , sectorsWritten] = line.trim().split(/ +/);
    if (name === undefined || notDisks.test(name) || !isWholeDisk(name)) continue;
    const read = Number(sectorsRead) * sectorBytes;
    const written = Number(sectorsWritten) * sectorBytes;
    if (!(read + written > 0)) continue;
    disks.set(name, { counters: { read, written }, inTotal: true });
  }
  return disks;
}

/**
 * Reads the kernel's own count of what was paged in and out, in KiB, from `/proc/vmstat`. It knows
 * no devices, but is there also where a container hides them.
 */
export function parseProcVmstat(text: string): DiskCounters | undefined {
  const read = /^pgpgin (\d+)$/m.exec(text)?.[1];
  const written = /^pgpgout (\d+)$/m.exec(text)?.[1];
  if (read === undefined || written === undefined) return undefined;
  return { read: Number(read) * 1024, written: Number(written) * 1024 };
}
