import { describe, expect, it } from 'vitest';
import { pushedMetricsSchema } from './http.ts';

describe('pushedMetricsSchema', () => {
  it('takes one metric or several, and fills in what was left out', () => {
    const coffee = { name: 'coffee.cups', value: 3 };
    const filled = [{ ...coffee, unit: 'count', decimals: 2 }];
    expect(pushedMetricsSchema.parse(coffee)).toEqual(filled);
    expect(pushedMetricsSchema.parse([coffee])).toEqual(filled);
  });

  it.for([
    {},
    [],
    { name: 'coffee' },
    { name: '', value: 1 },
    { name: 'a b', value: 1 },
    { name: 'coffee', value: '3' },
    { name: 'coffee', value: Number.NaN },
    { name: 'coffee', value: 3, unit: 'cups' },
    { name: 'coffee', value: 3, decimals: 7 },
  ])('refuses %j', (body) => {
    expect(pushedMetricsSchema.safeParse(body).success).toBe(false);
  });
});
