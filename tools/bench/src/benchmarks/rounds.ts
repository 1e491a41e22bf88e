import { rotated } from '../measure/statistics.ts';

/** Above this share of time that others took, a window is measured again. */
const maxDisturbed = 0.05;
const maxAttempts = 2;

export interface RoundsOptions<Item, Result> {
  readonly contenders: readonly Item[];
  readonly rounds: number;
  measure(contender: Item): Promise<Result>;
  finished(round: number): void;
}

/**
 * Measures all contenders in turn, round by round, so that what disturbs the machine meanwhile
 * disturbs them alike. A window of which a hypervisor or other programs took too much is measured
 * once more and the better one counts.
 */
export async function measureRounds<
  Item extends { readonly label: string },
  Result extends { readonly disturbed: number },
>(options: RoundsOptions<Item, Result>): Promise<Map<string, Result[]>> {
  const { contenders, rounds, measure, finished } = options;
  const results = new Map(contenders.map(({ label }) => [label, [] as Result[]]));
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of rotated(contenders, round)) {
      let best = await measure(contender);
      for (let attempt = 1; attempt < maxAttempts && best.disturbed > maxDisturbed; attempt += 1) {
        const again = await measure(contender);
        if (again.disturbed < best.disturbed) best = again;
      }
      results.get(contender.label)?.push(best);
    }
    finished(round + 1);
  }
  return results;
}
