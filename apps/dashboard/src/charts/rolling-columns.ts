import type { Columns } from '@heliograph/metrics-core';
import { firstAtOrAfter } from './nearest.ts';

/** Where columns come from. */
export interface ColumnSource {
  /** Grows whenever ticks change or come in other than after the newest one. */
  revision(): number;
  /** Ticks from a time on (Unix milliseconds), the one at that time included. */
  columns(from: number): Columns;
}

/** Columns that are kept and continued, instead of read anew for every picture. */
export interface RollingColumns {
  /** Ticks from `from` on, and maybe some before. The arrays stay the same and grow. */
  read(from: number): RollingRead;
}

export interface RollingRead {
  readonly data: Columns;
  /** Nothing before this time differs from what was read last; `-Infinity` when everything may. */
  readonly changedFrom: number;
}

/** Rows are dropped in portions of at least so many, because each costs a move of the others. */
const smallestDrop = 64;

export function createRollingColumns(source: ColumnSource): RollingColumns {
  let data: Columns = [[]];
  let revision: number | undefined;
  let begin = Infinity;

  function readAnew(from: number): RollingRead {
    revision = source.revision();
    begin = from;
    data = source.columns(from);
    return { data, changedFrom: -Infinity };
  }

  function drop(from: number): void {
    const count = firstAtOrAfter(data[0], from);
    if (count < Math.max(smallestDrop, data[0].length / 8)) return;
    for (const column of data) column.splice(0, count);
    begin = from;
  }

  return {
    read(from) {
      const newest = data[0].at(-1);
      if (newest === undefined || from < begin || source.revision() !== revision) {
        return readAnew(from);
      }
      // The first row is the newest one of before.
      const [[, ...times], ...columns] = source.columns(newest);
      data[0].push(...times);
      const [, ...kept] = data;
      columns.forEach(([, ...values], at) => kept[at]?.push(...values));
      drop(from);
      return { data, changedFrom: times.length > 0 ? newest : Infinity };
    },
  };
}
