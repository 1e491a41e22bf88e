import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { serveParent } from '../children/parent-link.ts';
import type { Address } from './contender.ts';

/** What the runner asks of a contender's process. */
export const contenderCommandSchema = z.object({ name: z.literal('measure-memory') });

const settleMs = 100;

/** Offers a contender that listens to the runner. */
export function serveContender(address: Address): void {
  serveParent(address, contenderCommandSchema, measureMemory);
}

/** Resident memory in bytes, without what is garbage already. */
async function measureMemory(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc?.();
    await sleep(settleMs);
  }
  return process.memoryUsage.rss();
}

/** Listens on a free port of this machine alone. */
export async function listen(server: Server): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ host: '127.0.0.1', port: 0, backlog: 1024 }, resolve);
  await promise;
  return (server.address() as AddressInfo).port; // a server that listens on a port has one
}
