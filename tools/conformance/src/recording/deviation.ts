import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

/** What the service does instead of what was recorded; `null` for what it does not do at all. */
type Change<Answer> = { readonly [Member in keyof Answer]?: Answer[Member] | null };

/**
 * The exchanges of a recording that the service means to answer otherwise. Whatever is not among
 * them has to be equal, so a difference that nobody decided on fails.
 */
export interface Deviations<Answer> {
  /** The rows of the fidelity table that say so. */
  readonly rows: readonly string[];
  /**
   * What the service is to do in an exchange.
   *
   * @param name How the deviations call it.
   * @throws Error when a deviation expects what was recorded, so that none outlives its reason
   */
  expected(name: string, recorded: Answer): Answer;
  /** The exchanges that deviate. */
  readonly names: readonly string[];
}

type Listed<Answer> = Readonly<Record<string, Readonly<Record<string, Change<Answer>>>>>;

/**
 * Reads `golden/<name>.deviations.json`: by row of the fidelity table, by name of the exchange. An
 * exchange that differs for several reasons stands under the row of each.
 */
export function readDeviations<Answer extends object>(name: string): Deviations<Answer> {
  const url = new URL(`../../golden/${name}.deviations.json`, import.meta.url);
  const listed = JSON.parse(readFileSync(url, 'utf8')) as Listed<Answer>;
  const changes = Object.entries(listed).flatMap(([row, exchanges]) =>
    Object.entries(exchanges).map(([exchange, change]) => ({ row, exchange, change })),
  );
  return {
    rows: Object.keys(listed),
    names: changes.map(({ exchange }) => exchange),
    expected(exchange, recorded) {
      let expected = recorded;
      for (const { row, change } of changes.filter((one) => one.exchange === exchange)) {
        const changed = withoutNulls({ ...expected, ...change }) as Answer;
        if (isDeepStrictEqual(changed, expected)) {
          throw new Error(`The deviation of '${exchange}' (${row}) expects what was recorded`);
        }
        expected = changed;
      }
      return expected;
    },
  };
}

const withoutNulls = (members: object): object =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
