import { setTimeout as sleep } from 'node:timers/promises';
import { residentBytes } from '../measure/process-usage.ts';
import { openUsageWindow } from '../measure/usage-window.ts';
import { openDeliveries } from './deliveries.ts';
import type { FanOutResult, LoadCommandOf } from './load-command.ts';

const watchMs = 100;

/**
 * A closed loop: as soon as everybody has a message, the next one is published, so that always the
 * same number is on its way. A server that is left to queue without bound would show how it batches,
 * not what a delivery costs.
 */
export async function runFanOut(command: LoadCommandOf<'fan-out'>): Promise<FanOutResult> {
  const { serverPid, inFlight, warmUpMs, windowMs } = command;
  let isPublishing = false;
  const deliveries = await openDeliveries({
    ...command,
    completed() {
      if (isPublishing) deliveries.publish();
    },
  });
  const { ledger, failed } = deliveries;
  let peakBytes = 0;
  const watching = setInterval(() => {
    peakBytes = Math.max(peakBytes, residentBytes(serverPid));
  }, watchMs);
  try {
    isPublishing = true;
    for (let at = 0; at < inFlight; at += 1) deliveries.publish();
    await Promise.race([sleep(warmUpMs), failed]);

    const before = ledger.deliveries;
    const framesBefore = deliveries.countFrames();
    const publishedBefore = ledger.published;
    const window = openUsageWindow(serverPid);
    await Promise.race([sleep(windowMs), failed]);
    const usage = window.close();
    const delivered = ledger.deliveries - before;
    const published = ledger.published - publishedBefore;
    const frames = deliveries.countFrames() - framesBefore;

    isPublishing = false;
    await deliveries.settle();
    const closed = await deliveries.countSentAway();
    return { ...usage, deliveries: delivered, published, frames, peakBytes, closed };
  } finally {
    isPublishing = false;
    clearInterval(watching);
    deliveries.close();
  }
}
