import { describe, expect, it } from 'vitest';
import { goalLine, isReached } from './goal.ts';

describe(isReached, () => {
  const ratio = { median: 1.5, min: 1, max: 2 };

  it.for([
    [{ atLeast: 1.5 }, true],
    [{ atLeast: 1.51 }, false],
    [{ atMost: 1.5 }, true],
    [{ atMost: 1.49 }, false],
  ] as const)('holds the median against %j', ([bound, reached]) => {
    expect(isReached({ text: '', ratio, ...bound })).toBe(reached);
  });
});

describe(goalLine, () => {
  it('says what was measured and what was meant to be', () => {
    const ratio = { median: 1.1, min: 1, max: 1.2 };
    expect(goalLine({ text: 'of ws', ratio, atLeast: 1.05 })).toBe(
      '  reached  of ws: 1.10 x (1.00 – 1.20), goal at least 1.05 x',
    );
    expect(goalLine({ text: 'of ws', ratio, atMost: 1 })).toBe(
      '  MISSED   of ws: 1.10 x (1.00 – 1.20), goal at most 1 x',
    );
  });
});
