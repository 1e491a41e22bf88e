import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../measure/statistics.ts';
import { openUsageWindow } from '../measure/usage-window.ts';
import { openDeliveries } from './deliveries.ts';
import type { LatencyResult, LoadCommandOf } from './load-command.ts';

/** Far more than a server that keeps up ever has on its way. */
const maxInFlight = 1024;

/**
 * An open loop: messages are published at their times, whether earlier ones have arrived or not, and
 * each delivery is timed on the clock that also timed its publishing.
 */
export async function runLatency(command: LoadCommandOf<'latency'>): Promise<LatencyResult> {
  const { serverPid, receivers, perSecond, warmUpMs, windowMs } = command;
  const messages = Math.floor((perSecond * (warmUpMs + windowMs)) / 1000);
  const warmUp = Math.floor((perSecond * warmUpMs) / 1000);
  const publishedAt = new Float64Array(messages + 1);
  const latencies = new Float64Array((messages - warmUp) * receivers);
  let timed = 0;

  const deliveries = await openDeliveries({
    ...command,
    inFlight: 64,
    delivered(message) {
      if (message <= warmUp) return; // message 0 is the one that was let through first
      latencies[timed] = performance.now() - (publishedAt[message] ?? Number.NaN);
      timed += 1;
    },
    completed: () => undefined,
  });
  const { ledger, failed } = deliveries;
  try {
    let window = openUsageWindow(serverPid);
    let before = ledger.deliveries;
    const startedAt = performance.now();
    for (let at = 0; at < messages; at += 1) {
      const due = startedAt + (at * 1000) / perSecond;
      const early = due - performance.now();
      if (early > 0) await Promise.race([sleep(early), failed]);
      if (at === warmUp) {
        window = openUsageWindow(serverPid);
        before = ledger.deliveries;
      }
      if (ledger.inFlight >= maxInFlight) break; // hopelessly behind; what has arrived still counts
      publishedAt[ledger.published] = performance.now();
      deliveries.publish();
    }
    const usage = window.close();
    const delivered = ledger.deliveries - before;
    await deliveries.settle();
    const sorted = latencies.subarray(0, timed).sort();
    return {
      ...usage,
      deliveries: delivered,
      p50: quantile(sorted, 0.5),
      p99: quantile(sorted, 0.99),
    };
  } finally {
    deliveries.close();
  }
}
