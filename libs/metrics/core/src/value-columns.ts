/** Numbers in named columns of the same length; `NaN` where nothing was written. */
export interface ValueColumns {
  write(row: number, name: string, value: number): void;
  /** May be longer than there are rows; `undefined` when nothing was ever written under the name. */
  read(name: string): Float64Array | undefined;
  has(name: string): boolean;
  /** Makes row `i` what was row `order[i]`. */
  arrange(order: readonly number[]): void;
  /** Drops the first rows, and the columns in which no number is left. */
  drop(count: number): void;
  clear(): void;
}

const smallest = 64;

export function createValueColumns(): ValueColumns {
  const columns = new Map<string, Float64Array>();
  let capacity = smallest;

  function resized(column: Float64Array | undefined): Float64Array {
    const larger = new Float64Array(capacity).fill(NaN);
    if (column) larger.set(column.subarray(0, capacity));
    return larger;
  }

  return {
    write(row, name, value) {
      if (row >= capacity) {
        while (row >= capacity) capacity *= 2;
        for (const [each, column] of columns) columns.set(each, resized(column));
      }
      let column = columns.get(name);
      if (!column) {
        column = resized(undefined);
        columns.set(name, column);
      }
      column[row] = value;
    },
    read: (name) => columns.get(name),
    has: (name) => columns.has(name),
    arrange(order) {
      for (const [name, column] of columns) {
        const arranged = new Float64Array(capacity).fill(NaN);
        order.forEach((from, to) => {
          arranged[to] = column[from] ?? NaN;
        });
        columns.set(name, arranged);
      }
    },
    drop(count) {
      for (const [name, column] of columns) {
        column.copyWithin(0, count).fill(NaN, Math.max(0, capacity - count));
        if (column.every(Number.isNaN)) columns.delete(name);
      }
    },
    clear() {
      columns.clear();
      capacity = smallest;
    },
  };
}
