import type { CallStatistics } from './call-statistics.ts';

export interface SeriesPusherOptions {
  /** Where values are pushed to: a POST of an array of named values. */
  readonly url: string;
  readonly statistics: CallStatistics;
  /** How many people are online, if that is known. */
  readonly peopleOnline?: () => Promise<number | undefined>;
  readonly fetch?: typeof globalThis.fetch;
  /** Milliseconds from push to push. Default 5000. */
  readonly every?: number;
}

const longestPush = 2000;

/** Offers the application's own figures as series, for as long as it runs. What fails is left out. */
export function startSeriesPusher(options: SeriesPusherOptions): { stop(): void } {
  const { url, statistics, peopleOnline, fetch = globalThis.fetch, every = 5000 } = options;
  let isPushing = false;

  async function push(): Promise<void> {
    if (isPushing) return;
    isPushing = true;
    try {
      const { calls, median, p95 } = statistics.take();
      const people = await peopleOnline?.().catch(() => undefined);
      const chart = 'Response time';
      const values = [
        { name: 'app.requests', value: calls / (every / 1000), unit: 'count/s', chart: 'Requests' },
        { name: 'app.response.median', value: inSeconds(median), unit: 'seconds', chart },
        { name: 'app.response.p95', value: inSeconds(p95), unit: 'seconds', chart },
        { name: 'app.people', value: people, unit: 'count', chart: 'People online' },
      ];
      const known = values.filter(({ value }) => value !== undefined);
      const body = JSON.stringify(known.map((each) => ({ ...each, decimals: 4 })));
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(longestPush),
      });
      await response.body?.cancel();
    } catch {
      // The collector is down or slow; the next push brings new values anyway.
    } finally {
      isPushing = false;
    }
  }

  const timer = setInterval(() => void push(), every);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

function inSeconds(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}
