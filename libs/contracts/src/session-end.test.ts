import { describe, expect, it } from 'vitest';
import { isEndedBy } from './session-end.ts';

describe(isEndedBy, () => {
  it.for([
    [undefined, 5_000, false],
    [{ at: 5_000 }, 4_000, true],
    [{ at: 5_000 }, 5_000, true],
    [{ at: 5_000 }, 5_001, false],
    [{ at: 'yesterday' }, 0, false],
  ] as const)('found %j, a token of %i is ended: %s', ([found, issuedAt, isEnded]) => {
    expect(isEndedBy(found, issuedAt)).toBe(isEnded);
  });
});
