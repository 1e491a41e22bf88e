import { describe, expect, it } from 'vitest';
import { summarise } from './series-summary.ts';

describe(summarise, () => {
  it('sums up what is there and skips what is missing', () => {
    expect(summarise([4, null, 1, 7, null])).toEqual({ latest: 7, least: 1, mean: 4, most: 7 });
  });

  it('knows nothing of an empty column', () => {
    expect(summarise([null, null])).toEqual({});
  });
});
