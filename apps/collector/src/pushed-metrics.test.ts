import type { PushedMetric } from '@heliograph/contracts';
import { describe, expect, it } from 'vitest';
import {
  createPushedMetrics,
  forgottenAfter,
  heldFor,
  instanceHeldFor,
  maxPushedSeries,
  maxPushedValues,
} from './pushed-metrics.ts';

const metric = (name: string, value = 1, rest: Partial<PushedMetric> = {}): PushedMetric => ({
  name,
  value,
  unit: 'count',
  decimals: 2,
  ...rest,
});

describe(createPushedMetrics, () => {
  it('has a pushed value with a chart of its own', () => {
    const pushed = createPushedMetrics();
    pushed.push([metric('orders', 3)], 0);

    expect(pushed.samples(0)).toEqual([
      {
        series: { name: 'orders', chart: 'orders', label: 'orders', unit: 'count', decimals: 2 },
        value: 3,
      },
    ]);
  });

  it('draws it where it was told to', () => {
    const pushed = createPushedMetrics();
    pushed.push([metric('orders', 3, { chart: 'Shop', unit: 'count/s' })], 0);

    expect(pushed.samples(0)[0]?.series).toMatchObject({ chart: 'Shop', unit: 'count/s' });
  });

  it('takes the newest value and description of a name', () => {
    const pushed = createPushedMetrics();
    pushed.push([metric('orders', 1), metric('orders', 2)], 0);
    pushed.push([metric('orders', 3, { decimals: 0 })], 1000);

    expect(pushed.samples(1000)).toMatchObject([{ value: 3, series: { decimals: 0 } }]);
  });

  it('holds a value for a minute after its last push, then has none', () => {
    const pushed = createPushedMetrics();
    pushed.push([metric('orders')], 0);

    expect(pushed.samples(heldFor)[0]?.value).toBe(1);
    expect(pushed.samples(heldFor + 1)[0]?.value).toBeNull();
    pushed.push([metric('orders', 7)], heldFor + 2);
    expect(pushed.samples(heldFor + 2)[0]?.value).toBe(7);
  });

  it('adds up what several instances of a program push, or takes the largest', () => {
    const pushed = createPushedMetrics();
    const of = (instance: string, requests: number, slowest: number) => [
      metric('app.requests', requests, { instance, combine: 'sum' }),
      metric('app.slowest', slowest, { instance, combine: 'largest' }),
    ];
    pushed.push(of('one', 3, 0.2), 0);
    pushed.push(of('two', 4, 0.1), 1000);
    pushed.push(of('one', 5, 0.3), 2000);

    expect(pushed.samples(2000)).toMatchObject([{ value: 9 }, { value: 0.3 }]);
    expect(pushed.size).toBe(2);
  });

  it('counts an instance no longer that has stopped pushing', () => {
    const pushed = createPushedMetrics();
    pushed.push([metric('app.requests', 3, { instance: 'one' })], 0);
    pushed.push([metric('app.requests', 4, { instance: 'two' })], 1000);

    expect(pushed.samples(instanceHeldFor)[0]?.value).toBe(7);
    expect(pushed.samples(instanceHeldFor + 1)[0]?.value).toBe(4);
    expect(pushed.samples(instanceHeldFor + 1001)[0]?.value).toBeNull();
  });

  it('holds the values of so many instances and no more', () => {
    const pushed = createPushedMetrics();
    const of = (count: number, at: number) =>
      Array.from({ length: count }, (_, each) => metric(`m${each}`, 1, { instance: `at ${at}` }));
    for (let at = 0; at < 10; at += 1) pushed.push(of(maxPushedValues / 10, at), at);

    const one = [metric('m0', 1, { instance: 'late' })];
    expect(() => pushed.push(one, 10)).toThrow(expect.objectContaining({ code: 'series-limit' }));
    pushed.push(one, 10 + instanceHeldFor);
  });

  it('takes so many series and no more, all of a push or none', () => {
    const pushed = createPushedMetrics();
    pushed.push(
      Array.from({ length: maxPushedSeries - 1 }, (_, at) => metric(`m${at}`)),
      0,
    );

    expect(() => pushed.push([metric('one'), metric('two')], 0)).toThrow(
      expect.objectContaining({ code: 'series-limit', status: 409 }),
    );
    expect(pushed.size).toBe(maxPushedSeries - 1);
    pushed.push([metric('one'), metric('m0', 5)], 0);
    expect(pushed.size).toBe(maxPushedSeries);
  });

  it('makes room for others when nobody pushes a series any more', () => {
    const pushed = createPushedMetrics();
    pushed.push(
      Array.from({ length: maxPushedSeries }, (_, at) => metric(`m${at}`)),
      0,
    );
    pushed.push([metric('later')].slice(1), forgottenAfter);
    pushed.push([metric('later')], forgottenAfter + 1);

    expect(pushed.samples(forgottenAfter + 1).map(({ series }) => series.name)).toEqual(['later']);
  });

  it.for(['cpu.busy', 'memory.mine', 'disk.x', 'network.lo.sent'])(
    'refuses %s, a name of the machine',
    (name) => {
      const pushed = createPushedMetrics();

      expect(() => pushed.push([metric('fine'), metric(name)], 0)).toThrow(
        expect.objectContaining({ code: 'metric-invalid' }),
      );
      expect(pushed.size).toBe(0);
    },
  );

  it('refuses a value that no frame can carry', () => {
    const pushed = createPushedMetrics();

    expect(() => pushed.push([metric('big', 1e300)], 0)).toThrow(/'big' is too large/);
    expect(() => pushed.push([metric('big', 2 ** 51 + 2, { decimals: 0 })], 0)).toThrow();
    pushed.push([metric('big', 2 ** 51, { decimals: 0 })], 0);
  });

  it('shortens a long name where it is shown, not where it is kept', () => {
    const pushed = createPushedMetrics();
    const name = 'n'.repeat(120);
    pushed.push([metric(name)], 0);

    expect(pushed.samples(0)[0]?.series).toMatchObject({ name, label: 'n'.repeat(80) });
  });
});
