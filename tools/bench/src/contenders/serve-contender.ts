import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { serveParent } from '../children/parent-link.ts';
import type { Address } from './contender.ts';

/** What the runner asks of a contender's process. */
const contenderCommandSchema = z.object({ name: z.literal('measure-memory') });

export const memoryUseSchema = z.object({
  /** Bytes of the process that are in RAM. */
  resident: z.number(),
  /** Bytes of objects and of the buffers that they hold. */
  heap: z.number(),
});

type MemoryUse = z.infer<typeof memoryUseSchema>;

const settleMs = 100;

/** Offers a contender that listens to the runner. */
export function serveContender(address: Address): void {
  serveParent(address, contenderCommandSchema, measureMemory);
}

/**
 * Memory without what is garbage already. The last resort also empties the space for young objects,
 * which grows while clients connect and would be kept: megabytes that no connection needs.
 */
async function measureMemory(): Promise<MemoryUse> {
  for (let round = 0; round < 3; round += 1) {
    await globalThis.gc?.({ type: 'major', execution: 'async', flavor: 'last-resort' });
    await sleep(settleMs);
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { resident: rss, heap: heapUsed + external };
}

/** Listens on a free port of this machine alone. */
export async function listen(server: Server): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ host: '127.0.0.1', port: 0, backlog: 1024 }, resolve);
  await promise;
  return (server.address() as AddressInfo).port; // a server that listens on a port has one
}
