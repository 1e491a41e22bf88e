import { collectorPaths, problemSchema, type PushedMetric } from '@heliograph/contracts';
import { BackendError } from './backend-error.ts';
import { isLoopbackHost } from './loopback-host.ts';

export interface CollectorOptions {
  /** Base URL; absent where no collector takes metrics of people. */
  readonly url: string | undefined;
  /** A token of the backend's own identity, where the collector asks for one. */
  readonly getToken?: (() => Promise<string>) | undefined;
  readonly fetch?: typeof globalThis.fetch;
  /** For the answer; 5000 by default. */
  readonly timeoutMilliseconds?: number;
}

/** Takes metrics of people and of the backend itself, to be sampled with the machine's own. */
export interface Collector {
  /** @throws BackendError `metric-refused` with the collector's reason, or `collector-unavailable` */
  push(metrics: PushedMetric | readonly PushedMetric[]): Promise<void>;
}

export function createCollector(options: CollectorOptions): Collector {
  const { url, getToken, fetch = globalThis.fetch, timeoutMilliseconds = 5_000 } = options;

  return {
    async push(metrics) {
      if (url === undefined) throw unavailable('No collector here takes metrics');
      const token = await getToken?.();
      const response = await fetch(url + collectorPaths.metrics, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify(metrics),
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

/** A collector on this machine takes metrics without a token; any other wants to know who pushes. */
export function asksForToken(url: string | undefined): boolean {
  const host = url === undefined ? undefined : URL.parse(url)?.hostname;
  return host !== undefined && !isLoopbackHost(host);
}
