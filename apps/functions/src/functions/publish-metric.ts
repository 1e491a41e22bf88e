import type { Backend } from '../backend.ts';

/** `publishMetric`: a value of one's own goes to the collector, and with its frames to every board. */
export function createPublishMetric({ live, collector }: Backend) {
  return live.invocation('publishMetric', async ({ arguments: [metric] }) => {
    await collector.push(metric);
    return { result: { name: metric.name } };
  });
}
