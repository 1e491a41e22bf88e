import { describe, expect, it } from 'vitest';
import {
  processCpuMicroseconds,
  readRunTime,
  readStolenTicks,
  stolenShare,
} from './process-usage.ts';

describe(readRunTime, () => {
  it('takes the time on the CPU, not the time spent waiting for it', () => {
    expect(readRunTime('123456789 987654321 42\n')).toBe(123_456_789);
  });
});

describe(readStolenTicks, () => {
  it('adds up all kinds of time but those that are counted twice', () => {
    const stat = 'cpu  10 1 5 80 2 0 1 7 3 3\ncpu0 1 1 1 1 1 1 1 1 1 1\n';
    expect(readStolenTicks(stat)).toEqual({ stolen: 7, total: 106 });
  });
});

describe(stolenShare, () => {
  it('compares two readings', () => {
    expect(stolenShare({ stolen: 5, total: 100 }, { stolen: 15, total: 200 })).toBe(0.1);
  });

  it('is zero when no time has passed', () => {
    expect(stolenShare({ stolen: 5, total: 100 }, { stolen: 5, total: 100 })).toBe(0);
  });
});

describe.runIf(process.platform === 'linux')(processCpuMicroseconds, () => {
  it('grows while the process works', () => {
    const before = processCpuMicroseconds(process.pid);
    while (processCpuMicroseconds(process.pid) === before);
    expect(processCpuMicroseconds(process.pid)).toBeGreaterThan(before);
  });
});
