import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { laptopProc } from './fixtures/laptop-proc.ts';
import { parseProcDiskstats, parseProcVmstat } from './proc-diskstats.ts';
import { parseProcMeminfo } from './proc-meminfo.ts';
import { parseProcNetDev } from './proc-net-dev.ts';
import { parseProcStat } from './proc-stat.ts';

const anyDisk = () => true;

describe(parseProcStat, () => {
  it('sums what belongs together, over all processors', () => {
    expect(parseProcStat(laptopProc.stat)).toEqual({
      user: 846_434,
      system: 240_718,
      iowait: 12_007,
      steal: 321,
      idle: 9_120_455,
    });
  });

  it('reads the four fields of the oldest kernels', () => {
    expect(parseProcStat('cpu 1 2 3 4\n')).toMatchObject({ user: 3, system: 3, idle: 4, steal: 0 });
  });

  it.for(['', 'cpu', 'cpu0 1 2 3 4', 'cpu a b c d', 'intr 1 2 3 4 5'])(
    'has no answer for "%s"',
    (text) => {
      expect(parseProcStat(text)).toBeUndefined();
    },
  );
});

describe(parseProcMeminfo, () => {
  it('reads bytes', () => {
    expect(parseProcMeminfo(laptopProc.meminfo)).toEqual({
      total: 16_252_928 * 1024,
      available: 8_126_464 * 1024,
      cached: (5_242_880 + 204_800 + 102_400) * 1024,
    });
  });

  it('estimates what is available where the kernel does not', () => {
    const text = laptopProc.meminfo.replace(/^MemAvailable.*\n/m, '');

    expect(parseProcMeminfo(text)?.available).toBe(
      (1_048_576 + 5_242_880 + 204_800 + 102_400) * 1024,
    );
  });

  it('has no answer without a total', () => {
    expect(parseProcMeminfo('MemFree: 12 kB\n')).toBeUndefined();
  });
});

describe(parseProcDiskstats, () => {
  it('keeps whole disks that have moved something, in bytes', () => {
    const wholeDisks = new Set(['nvme0n1', 'sda', 'sdb', 'loop0', 'dm-0', 'zram0']);
    const disks = parseProcDiskstats(laptopProc.diskstats, (name) => wholeDisks.has(name));

    expect([...disks].map(([name, { counters }]) => [name, counters])).toEqual([
      ['nvme0n1', { read: 18_843_920 * 512, written: 62_918_432 * 512 }],
      ['sda', { read: 96_000 * 512, written: 48_000 * 512 }],
    ]);
  });
});

describe(parseProcVmstat, () => {
  it('reads bytes', () => {
    expect(parseProcVmstat(laptopProc.vmstat)).toEqual({
      read: 9_421_960 * 1024,
      written: 31_459_216 * 1024,
    });
    expect(parseProcVmstat('pgpgin 1\n')).toBeUndefined();
  });
});

describe(parseProcNetDev, () => {
  it('keeps interfaces that have moved something, and says which ones lead outside', () => {
    const found = [...parseProcNetDev(laptopProc['net/dev'])];

    expect(found).toEqual([
      ['lo', { counters: { received: 9_123_456, sent: 9_123_456 }, inTotal: false }],
      ['wlp2s0', { counters: { received: 987_654_321, sent: 123_456_789 }, inTotal: true }],
      ['docker0', { counters: { received: 5000, sent: 6000 }, inTotal: false }],
      ['enx0c37', { counters: { received: 700, sent: 300 }, inTotal: true }],
    ]);
  });
});

it('no text makes a parser fail', () => {
  const lines = Object.values(laptopProc).flatMap((text) => text.split('\n'));
  const text = fc
    .array(fc.oneof(fc.constantFrom(...lines), fc.string()))
    .map((parts) => parts.join('\n'));
  fc.assert(
    fc.property(text, (any) => {
      parseProcStat(any);
      parseProcMeminfo(any);
      parseProcVmstat(any);
      for (const devices of [parseProcDiskstats(any, anyDisk), parseProcNetDev(any)]) {
        for (const { counters } of devices.values()) {
          expect(Object.values(counters).every(Number.isFinite)).toBe(true);
        }
      }
    }),
  );
});
