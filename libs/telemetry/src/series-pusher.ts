import type { CallStatistics } from './call-statistics.ts';

/** A figure of the application at one moment. */
export interface SeriesValue {
  readonly name: string;
  readonly value: number;
  readonly unit: 'count' | 'count/s' | 'seconds';
  /** Where it is drawn, with others of the same kind. */
  readonly chart: string;
  readonly decimals: number;
  /** Which of the application's instances it is of; absent where all of them know the same. */
  readonly instance?: string;
  /** What the values of all instances together are. */
  readonly combine?: 'sum' | 'largest';
}

export interface SeriesPusherOptions {
  readonly push: (values: readonly SeriesValue[]) => Promise<void>;
  readonly statistics: CallStatistics;
  /** Tells this process from others of the application. */
  readonly instance: string;
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
  /** Takes its part out of the sums of all instances, if that can be done. Never rejects. */
  stop(): Promise<void>;
}

/**
 * Offers the application's own figures as series, for as long as it runs. Values that could not be
 * pushed are not kept: the next ones are newer.
 */
export function startSeriesPusher(options: SeriesPusherOptions): SeriesPusher {
  const { push, statistics, instance, peopleOnline, onFailure, every = 5000 } = options;
  const { now = () => performance.now() } = options;
  let since = now();
  let isPushing = false;
  let isFailing = false;

  function requests(perSecond: number): SeriesValue {
    const one = value('app.requests', 'Requests', 'count/s', perSecond);
    return { ...one, instance, combine: 'sum' };
  }

  /** Quantiles do not add up: what is drawn is what people have at the slowest instance. */
  function response(name: string, milliseconds: number | undefined): SeriesValue[] {
    if (milliseconds === undefined) return [];
    const one = value(name, 'Response time', 'seconds', milliseconds / 1000);
    return [{ ...one, instance, combine: 'largest' }];
  }

  async function offer(): Promise<void> {
    if (isPushing) return;
    isPushing = true;
    try {
      const seconds = (now() - since) / 1000;
      since += seconds * 1000;
      const { calls, median, p95 } = statistics.take();
      const people = await peopleOnline?.();
      await push([
        requests(seconds > 0 ? calls / seconds : 0),
        ...response('app.response.median', median),
        ...response('app.response.p95', p95),
        ...(people === undefined ? [] : [value('app.people', 'People online', 'count', people)]),
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
  return {
    async stop() {
      clearInterval(timer);
      await push([requests(0)]).catch(() => undefined);
    },
  };
}

const value = (
  name: string,
  chart: string,
  unit: SeriesValue['unit'],
  number: number,
): SeriesValue => ({ name, value: number, unit, chart, decimals: unit === 'count' ? 0 : 4 });
