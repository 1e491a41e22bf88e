import type { Device, NetworkCounters } from './machine-reading.ts';
import { passesOutside } from './network-interface.ts';

/**
 * Reads `/proc/net/dev`: `name: bytes packets … (8 fields received) bytes … (sent)`. Keeps interfaces
 * that have moved anything since the start. See proc_pid_net(5).
 */
export function parseProcNetDev(text: string): Map<string, Device<NetworkCounters>> {
  const interfaces = new Map<string, Device<NetworkCounters>>();
  for (const line of text.split('\n')) {
    // Old kernels write the first number directly behind the colon; names may hold colons themselves.
    const colon = line.lastIndexOf(':');
    if (colon < 0) continue;
    const name = line.slice(0, colon).trim();
    const fields = line
      .slice(colon + 1)
      .trim()
      .split(/ +/);
    const received = Number(fields[0]);
    const sent = Number(fields[8]);
    if (name === '' || !(received + sent > 0)) continue;
    interfaces.set(name, { counters: { received, sent }, inTotal: passesOutside(name) });
  }
  return interfaces;
}
