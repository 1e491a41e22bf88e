import type { Columns } from '@heliograph/metrics-core';
import { describe, expect, it } from 'vitest';
import { createRollingColumns } from './rolling-columns.ts';

function testSource(ticks: (readonly [time: number, value: number | null])[]) {
  let revision = 0;
  const asked: number[] = [];
  return {
    asked,
    ticks,
    change: () => void (revision += 1),
    revision: () => revision,
    columns(from: number): Columns {
      asked.push(from);
      const found = ticks.filter(([time]) => time >= from);
      return [found.map(([time]) => time), found.map(([, value]) => value)];
    },
  };
}

describe(createRollingColumns, () => {
  it('reads everything first, and then only what follows', () => {
    const source = testSource([
      [1, 10],
      [2, 20],
    ]);
    const rolling = createRollingColumns(source);
    expect(rolling.read(0)).toEqual({
      data: [
        [1, 2],
        [10, 20],
      ],
      changedFrom: -Infinity,
    });

    source.ticks.push([3, null], [4, 40]);
    expect(rolling.read(0)).toEqual({
      data: [
        [1, 2, 3, 4],
        [10, 20, null, 40],
      ],
      changedFrom: 2,
    });
    expect(source.asked).toEqual([0, 2]);
  });

  it('says so when nothing has changed', () => {
    const rolling = createRollingColumns(testSource([[1, 10]]));
    rolling.read(0);

    expect(rolling.read(1).changedFrom).toBe(Infinity);
  });

  it('reads everything again when earlier ticks have changed', () => {
    const source = testSource([[5, 50]]);
    const rolling = createRollingColumns(source);
    rolling.read(0);

    source.ticks.unshift([1, 10]);
    source.change();
    expect(rolling.read(0)).toEqual({
      data: [
        [1, 5],
        [10, 50],
      ],
      changedFrom: -Infinity,
    });
  });

  it('reads everything again when more of the past is asked for', () => {
    const source = testSource([
      [1, 10],
      [5, 50],
    ]);
    const rolling = createRollingColumns(source);
    expect(rolling.read(3).data[0]).toEqual([5]);

    expect(rolling.read(0).data[0]).toEqual([1, 5]);
  });

  it('waits for the first tick', () => {
    const source = testSource([]);
    const rolling = createRollingColumns(source);
    rolling.read(0);

    source.ticks.push([1, 10]);
    expect(rolling.read(0)).toEqual({ data: [[1], [10]], changedFrom: -Infinity });
  });

  it('holds no more than an eighth beyond what is asked for, for however long', () => {
    const source = testSource([]);
    const rolling = createRollingColumns(source);
    let longest = 0;
    for (let time = 0; time < 20_000; time += 1) {
      source.ticks.push([time, time]);
      if (source.ticks.length > 5) source.ticks.shift();
      const { data } = rolling.read(time - 1000);
      longest = Math.max(longest, data[0].length);
      expect(data[1]?.length).toBe(data[0].length);
    }
    expect(longest).toBeGreaterThanOrEqual(1000);
    expect(longest).toBeLessThan(1200);
  });
});
