import type { PushedMetric, Series } from '@heliograph/contracts';
import { machineSeriesPrefixes, type Sample } from './machine/machine-meter.ts';
import { CollectorError } from './collector-error.ts';

/** Most series that are pushed at a time. */
export const maxPushedSeries = 500;
/** A value stays for so long after its last push, in milliseconds; then there is none. */
export const heldFor = 60_000;
/** What one of several instances pushed counts for so long, in milliseconds: it may be gone. */
export const instanceHeldFor = 15_000;
/** Most values that are held at a time, those of instances each counted. */
export const maxPushedValues = 5_000;
/** A series that nobody pushed for so long, in milliseconds, makes room for others. */
export const forgottenAfter = 10 * 60_000;
/** What a frame can carry, once scaled to the series' decimals. */
const largestScaled = 2 ** 51;

/**
 * Values that others push. They are part of every tick until they are too old. Instances of one
 * program do not replace each other's values; what is recorded is made of all of them.
 */
export interface PushedMetrics {
  /** Takes all of them or none. @throws CollectorError `metric-invalid`, `series-limit` */
  push(metrics: readonly PushedMetric[], now: number): void;
  /** Every series with the value that holds at `now`, Unix milliseconds. */
  samples(now: number): Sample[];
  readonly size: number;
}

interface PushedValue {
  readonly value: number;
  readonly pushedAt: number;
}

interface Entry {
  /** As the newest push describes it. */
  readonly series: Series;
  readonly combine: PushedMetric['combine'];
  readonly pushedAt: number;
  /** By instance; the empty text is for who did not say. */
  readonly values: Map<string, PushedValue>;
}

export function createPushedMetrics(): PushedMetrics {
  const entries = new Map<string, Entry>();

  function forgetOld(now: number): void {
    for (const [name, { pushedAt, values }] of entries) {
      if (now - pushedAt > forgottenAfter) entries.delete(name);
      for (const [instance, pushed] of values) {
        if (instance !== '' && !holds(instance, pushed, now)) values.delete(instance);
      }
    }
  }

  function checkRoom(metrics: readonly PushedMetric[]): void {
    const added = new Set(metrics.map(({ name }) => name).filter((name) => !entries.has(name)));
    if (entries.size + added.size > maxPushedSeries) {
      throw new CollectorError(
        'series-limit',
        `At most ${maxPushedSeries} series can be pushed; there are ${entries.size}, and this would add ${added.size}. A series makes room ${forgottenAfter / 60_000} minutes after its last push`,
      );
    }
    const isNew = ({ name, instance = '' }: PushedMetric): boolean =>
      entries.get(name)?.values.has(instance) !== true;
    let held = metrics.filter(isNew).length;
    for (const { values } of entries.values()) held += values.size;
    if (held > maxPushedValues) {
      throw new CollectorError(
        'series-limit',
        `At most ${maxPushedValues} values of all instances are held. One makes room ${instanceHeldFor / 1000} seconds after it was pushed`,
      );
    }
  }

  function put(metric: PushedMetric, now: number): void {
    const { name, value, instance = '', combine } = metric;
    const values = entries.get(name)?.values ?? new Map<string, PushedValue>();
    values.set(instance, { value, pushedAt: now });
    entries.set(name, { series: seriesOf(metric), combine, pushedAt: now, values });
  }

  return {
    push(metrics, now) {
      forgetOld(now);
      metrics.forEach(checkMetric);
      checkRoom(metrics);
      for (const metric of metrics) put(metric, now);
    },
    samples(now) {
      forgetOld(now);
      return Array.from(entries.values(), ({ series, combine, values }) => {
        const held = [...values].filter(([instance, pushed]) => holds(instance, pushed, now));
        return {
          series,
          value: combined(
            combine,
            held.map(([, { value }]) => value),
          ),
        };
      });
    },
    get size() {
      return entries.size;
    },
  };
}

const holds = (instance: string, { pushedAt }: PushedValue, now: number): boolean =>
  now - pushedAt <= (instance === '' ? heldFor : instanceHeldFor);

function combined(how: PushedMetric['combine'], values: readonly number[]): number | null {
  if (values.length === 0) return null;
  if (how === 'largest') return Math.max(...values);
  return values.reduce((sum, value) => sum + value, 0);
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
