import { describe, expect, it } from 'vitest';
import { measureRounds } from './rounds.ts';

describe(measureRounds, () => {
  const contenders = [{ label: 'a' }, { label: 'b' }];
  const finished = (): void => undefined;

  it('lets the contenders take turns and keeps their results apart', async () => {
    const order: string[] = [];
    const results = await measureRounds({
      contenders,
      rounds: 2,
      finished,
      measure: ({ label }) => {
        order.push(label);
        return Promise.resolve({ disturbed: 0, at: order.length });
      },
    });
    expect(order).toEqual(['a', 'b', 'b', 'a']);
    expect(results.get('a')?.map(({ at }) => at)).toEqual([1, 4]);
    expect(results.get('b')?.map(({ at }) => at)).toEqual([2, 3]);
  });

  it('measures a disturbed window once more and keeps the better one', async () => {
    const shares = [0.5, 0.2, 0];
    const results = await measureRounds({
      contenders,
      rounds: 1,
      finished,
      measure: () => Promise.resolve({ disturbed: shares.shift() ?? 0 }),
    });
    expect(results.get('a')).toEqual([{ disturbed: 0.2 }]);
    expect(results.get('b')).toEqual([{ disturbed: 0 }]);
  });
});
