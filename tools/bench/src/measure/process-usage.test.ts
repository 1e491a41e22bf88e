import { describe, expect, it } from 'vitest';
import {
  processCpuMicroseconds,
  readDelay,
  readOpenFilesLimit,
  readRunTime,
  readStolenTicks,
  residentBytes,
  stolenShare,
} from './process-usage.ts';

describe(readRunTime, () => {
  it('takes the time on the CPU, not the time spent waiting for it', () => {
    expect(readRunTime('123456789 987654321 42\n')).toBe(123_456_789);
  });
});

describe(readDelay, () => {
  it('takes the time spent waiting for the CPU', () => {
    expect(readDelay('123456789 987654321 42\n')).toBe(987_654_321);
  });
});

describe(readOpenFilesLimit, () => {
  it('takes the limit that a process may raise itself to', () => {
    const limits = 'Max processes   95   95   processes\nMax open files   1024   20000   files\n';
    expect(readOpenFilesLimit(limits)).toBe(20_000);
    expect(readOpenFilesLimit(limits.replace('20000', 'unlimited'))).toBe(Infinity);
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

describe.runIf(process.platform === 'linux')(residentBytes, () => {
  it('is what the process says of itself, but for what changes meanwhile', () => {
    const own = process.memoryUsage.rss();
    expect(residentBytes(process.pid)).toBeGreaterThan(own / 2);
    expect(residentBytes(process.pid)).toBeLessThan(own * 2);
  });
});
