import { collectorPaths, problemSchema, type PushedMetric } from '@heliograph/contracts';
import { BackendError } from './backend-error.ts';

export interface CollectorOptions {
  /** Base URL; absent where no collector takes metrics of people. */
  readonly url: string | undefined;
  readonly fetch?: typeof globalThis.fetch;
  /** For the answer; 5000 by default. */
  readonly timeoutMilliseconds?: number;
}

/** Takes metrics that people publish, to be sampled with the machine's own. */
export interface Collector {
  /** @throws BackendError `metric-refused` with the collector's reason, or `collector-unavailable` */
  push(metric: PushedMetric): Promise<void>;
}

export function createCollector(options: CollectorOptions): Collector {
  const { url, fetch = globalThis.fetch, timeoutMilliseconds = 5_000 } = options;

  return {
    async push(metric) {
      if (url === undefined) throw unavailable('No collector here takes metrics');
      const response = await fetch(url + collectorPaths.metrics, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(metric),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMilliseconds),
      }).catch((cause: unknown) => {
        throw unavailable('The collector does not answer', cause);
      });
      const body: unknown = await response.json().catch(() => undefined);
      if (response.ok) return;
      const problem = problemSchema.safeParse(body);
      // What it says of a metric is for whoever sent it. Other answers are between it and us.
      if (aboutTheMetric.includes(response.status) && problem.success) {
        throw new BackendError('metric-refused', problem.data.error.message);
      }
      throw unavailable(`The collector answered ${response.status}`);
    },
  };
}

/** The metric is wrong, or one series too many. */
const aboutTheMetric: readonly number[] = [400, 409];

const unavailable = (message: string, cause?: unknown): BackendError =>
  new BackendError('collector-unavailable', message, { cause });
