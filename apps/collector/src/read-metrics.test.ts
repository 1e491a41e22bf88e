import { pushedMetricsSchema } from '@heliograph/contracts';
import { describe, expect, it } from 'vitest';
import { readMetrics } from './read-metrics.ts';

describe(readMetrics, () => {
  it('reads one metric or an array, with what may be left out filled in', () => {
    const read = { name: 'orders', value: 3, unit: 'count', decimals: 2 };

    expect(readMetrics({ name: 'orders', value: 3 })).toEqual([read]);
    expect(readMetrics([{ name: 'orders', value: 3 }])).toEqual([read]);
  });

  it.for([
    [{ name: 'orders', value: '3' }, /^The metric, 'value': .*number/],
    [
      [
        { name: 'orders', value: 3 },
        { name: 'two words', value: 3 },
      ],
      /^Metric 2, 'name': /,
    ],
    [{ name: 'orders', value: 3, unit: 'apples' }, /'unit': .*"percent"/],
    [{ value: 3 }, /'name'/],
    [{ name: 'orders', value: 3, decimals: 7 }, /'decimals'/],
    ['text', /^The metric: /],
    [null, /^The metric: /],
    [undefined, /^The metric: /],
    [[], /1 to 500 metrics, not 0/],
    [Array.from({ length: 501 }, () => ({ name: 'orders', value: 3 })), /not 501/],
  ] as const)('says what is wrong with %o', ([body, message]) => {
    expect(() => readMetrics(body)).toThrow(
      expect.objectContaining({ code: 'metric-invalid', message: expect.stringMatching(message) }),
    );
    expect(pushedMetricsSchema.safeParse(body).success).toBe(false);
  });
});
