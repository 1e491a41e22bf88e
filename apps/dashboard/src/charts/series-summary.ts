/** What a line says in four numbers. */
export interface SeriesSummary {
  readonly latest: number | undefined;
  readonly least: number | undefined;
  readonly mean: number | undefined;
  readonly most: number | undefined;
}

/** Sums up a column of values; missing ones do not count. */
export function summarise(values: readonly (number | null)[]): SeriesSummary {
  let latest: number | undefined;
  let least = Infinity;
  let most = -Infinity;
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (value === null) continue;
    latest = value;
    least = Math.min(least, value);
    most = Math.max(most, value);
    sum += value;
    count += 1;
  }
  if (count === 0) return { latest, least: undefined, mean: undefined, most: undefined };
  return { latest, least, mean: sum / count, most };
}
