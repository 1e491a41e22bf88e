import { createLinuxReader } from './linux-reader.ts';
import type { MachineReader } from './machine-reading.ts';
import { createPortableReader } from './portable-reader.ts';

/** The reader for the system that this program runs on. */
export async function openMachine(
  platform: NodeJS.Platform = process.platform,
): Promise<MachineReader> {
  if (platform === 'linux') return createLinuxReader();
  // Loaded only where it is needed: it is half of the program's size.
  return createPortableReader({ information: await import('systeminformation') });
}
