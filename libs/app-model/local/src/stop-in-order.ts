import type { PlannedStop } from '@heliograph/app-model-core';

/**
 * Ends processes, each after those that must be gone before it. Whoever takes longer than `patience`
 * milliseconds is not waited for any more: then all the others are asked to end as well.
 */
export async function stopInOrder(
  plan: readonly PlannedStop[],
  end: (name: string) => Promise<void>,
  patience: number,
): Promise<void> {
  const hurry = Promise.withResolvers<void>();
  const timer = setTimeout(hurry.resolve, patience);
  const before = new Map(plan.map(({ name, after }) => [name, after]));
  const ends = new Map<string, Promise<void>>();

  const endOnce = (name: string): Promise<void> => {
    const known = ends.get(name);
    if (known) return known;
    const freed = Promise.all((before.get(name) ?? []).map(endOnce));
    const ended = Promise.race([freed, hurry.promise]).then(() => end(name));
    ends.set(name, ended);
    return ended;
  };

  await Promise.all(plan.map(({ name }) => endOnce(name)));
  clearTimeout(timer);
}
