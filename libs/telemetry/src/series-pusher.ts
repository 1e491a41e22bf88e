import type { CallStatistics } from './call-statistics.ts';

/** A figure of the application at one moment. */
export interface SeriesValue {
  readonly name: string;
  readonly value: number;
  readonly unit: 'count' | 'count/s' | 'seconds';
  /** Where it is drawn, with others of the same kind. */
  readonly chart: string;
  readonly decimals: number;
}

export interface SeriesPusherOptions {
  readonly push: (values: readonly SeriesValue[]) => Promise<void>;
  readonly statistics: CallStatistics;
  /** How many people are online, if that is known. */
  readonly peopleOnline?: () => Promise<number>;
  /** Told why when a push fails after one that did not. */
  readonly onFailure?: (reason: unknown) => void;
  /** Milliseconds from push to push. Default 5000. */
  readonly every?: number;
  /** Milliseconds that only grow. */
  readonly now?: () => number;
}

export interface SeriesPusher {
  stop(): void;
}

/**
 * Offers the application's own figures as series, for as long as it runs. Values that could not be
 * pushed are not kept: the next ones are newer.
 */
export function startSeriesPusher(options: SeriesPusherOptions): SeriesPusher {
  const { push, statistics, peopleOnline, onFailure, every = 5000 } = options;
  const { now = () => performance.now() } = options;
  let since = now();
  let isPushing = false;
  let isFailing = false;

  async function offer(): Promise<void> {
    if (isPushing) return;
    isPushing = true;
    try {
      const seconds = (now() - since) / 1000;
      since += seconds * 1000;
      const { calls, median, p95 } = statistics.take();
      const people = await peopleOnline?.();
      await push([
        value('app.requests', 'Requests', 'count/s', seconds > 0 ? calls / seconds : 0),
        ...known('app.response.median', 'Response time', 'seconds', inSeconds(median)),
        ...known('app.response.p95', 'Response time', 'seconds', inSeconds(p95)),
        ...known('app.people', 'People online', 'count', people),
      ]);
      isFailing = false;
    } catch (reason) {
      if (!isFailing) onFailure?.(reason);
      isFailing = true;
    } finally {
      isPushing = false;
    }
  }

  const timer = setInterval(() => void offer(), every);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

const value = (
  name: string,
  chart: string,
  unit: SeriesValue['unit'],
  number: number,
): SeriesValue => ({ name, value: number, unit, chart, decimals: unit === 'count' ? 0 : 4 });

const known = (
  name: string,
  chart: string,
  unit: SeriesValue['unit'],
  number: number | undefined,
): SeriesValue[] => (number === undefined ? [] : [value(name, chart, unit, number)]);

const inSeconds = (milliseconds: number | undefined): number | undefined =>
  milliseconds === undefined ? undefined : milliseconds / 1000;
