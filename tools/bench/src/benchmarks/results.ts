/** One figure of each round. */
export type Figures = ReadonlyMap<string, readonly number[]>;

/** Turns each contender's results into one figure per round. */
export function figuresOf<Result>(
  results: ReadonlyMap<string, readonly Result[]>,
  figure: (result: Result) => number,
): Figures {
  return new Map([...results].map(([label, rounds]) => [label, rounds.map(figure)]));
}

/** The figures of a contender that took part. */
export function roundsOf(
  figures: Figures,
  { label }: { readonly label: string },
): readonly number[] {
  const rounds = figures.get(label);
  if (rounds === undefined) throw new RangeError(`'${label}' took no part`);
  return rounds;
}
