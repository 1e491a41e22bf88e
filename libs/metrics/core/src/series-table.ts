import { maxSeries, type Series } from '@heliograph/contracts';
import { FrameError } from './frame-error.ts';

/** Whether two tables describe the same series in the same order. */
export function sameTable(one: readonly Series[], other: readonly Series[]): boolean {
  if (one === other) return true;
  return (
    one.length === other.length &&
    one.every((series, at) => {
      const twin = other[at];
      return (
        twin !== undefined &&
        series.name === twin.name &&
        series.chart === twin.chart &&
        series.label === twin.label &&
        series.unit === twin.unit &&
        series.decimals === twin.decimals
      );
    })
  );
}

/** @throws FrameError `series-invalid` for too many series, or two of one name. */
export function checkTable(series: readonly Series[]): void {
  if (series.length > maxSeries) {
    throw new FrameError(
      'series-invalid',
      `A frame describes at most ${maxSeries} series, not ${series.length}`,
    );
  }
  const names = new Set<string>();
  for (const { name } of series) {
    if (names.has(name)) {
      throw new FrameError('series-invalid', `The series '${name}' is described twice`);
    }
    names.add(name);
  }
}
