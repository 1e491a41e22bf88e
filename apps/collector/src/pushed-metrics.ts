import type { PushedMetric, Series } from '@heliograph/contracts';
import { machineSeriesPrefixes, type Sample } from './machine/machine-meter.ts';
import { CollectorError } from './collector-error.ts';

/** Most series that are pushed at a time. */
export const maxPushedSeries = 500;
/** A value stays for so long after its last push, in milliseconds; then there is none. */
export const heldFor = 60_000;
/** A series that nobody pushed for so long, in milliseconds, makes room for others. */
export const forgottenAfter = 10 * 60_000;
/** What a frame can carry, once scaled to the series' decimals. */
const largestScaled = 2 ** 51;

/** Values that others push. They are part of every tick until they are too old. */
export interface PushedMetrics {
  /** Takes all of them or none. @throws CollectorError `metric-invalid`, `series-limit` */
  push(metrics: readonly PushedMetric[], now: number): void;
  /** Every series with the value that holds at `now`, Unix milliseconds. */
  samples(now: number): Sample[];
  readonly size: number;
}

interface Entry {
  readonly series: Series;
  readonly value: number;
  readonly pushedAt: number;
}

export function createPushedMetrics(): PushedMetrics {
  const entries = new Map<string, Entry>();

  function forgetOld(now: number): void {
    for (const [name, { pushedAt }] of entries) {
      if (now - pushedAt > forgottenAfter) entries.delete(name);
    }
  }

  return {
    push(metrics, now) {
      forgetOld(now);
      metrics.forEach(checkMetric);
      const added = new Set(metrics.map(({ name }) => name).filter((name) => !entries.has(name)));
      if (entries.size + added.size > maxPushedSeries) {
        throw new CollectorError(
          'series-limit',
          `At most ${maxPushedSeries} series can be pushed; there are ${entries.size}, and this would add ${added.size}. A series makes room ${forgottenAfter / 60_000} minutes after its last push`,
        );
      }
      for (const metric of metrics) {
        entries.set(metric.name, { series: seriesOf(metric), value: metric.value, pushedAt: now });
      }
    },
    samples(now) {
      forgetOld(now);
      return Array.from(entries.values(), ({ series, value, pushedAt }) => ({
        series,
        value: now - pushedAt > heldFor ? null : value,
      }));
    },
    get size() {
      return entries.size;
    },
  };
}

function seriesOf({ name, unit, chart, decimals }: PushedMetric): Series {
  const short = name.slice(0, 80);
  return { name, chart: chart ?? short, label: short, unit, decimals };
}

function checkMetric({ name, value, decimals }: PushedMetric): void {
  const prefix = machineSeriesPrefixes.find((each) => name.startsWith(each));
  if (prefix !== undefined) {
    throw new CollectorError(
      'metric-invalid',
      `'${name}' cannot be pushed: names that begin with '${prefix}' are the machine's own`,
    );
  }
  if (Math.abs(value) * 10 ** decimals > largestScaled) {
    throw new CollectorError(
      'metric-invalid',
      `The value of '${name}' is too large to keep ${decimals} decimals of it`,
    );
  }
}
