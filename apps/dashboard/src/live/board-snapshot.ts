import type { Watcher } from '@heliograph/contracts';
import type { Chart } from '../charts/chart-list.ts';
import type { Picture } from './board-picture.ts';
import type { Span } from './window-view.ts';

/** What changes now and then, as one value that is replaced when it does. */
export interface BoardSnapshot {
  /** `empty`: the history was read and there is nothing in it. */
  readonly phase: 'loading' | 'empty' | 'showing';
  /** Name of the machine. */
  readonly source: string | undefined;
  readonly charts: readonly Chart[];
  readonly picture: Picture;
  readonly watchers: readonly Watcher[];
  readonly span: Span;
}

/** Whether nothing changed that is worth rendering. */
export function isSameSnapshot(one: BoardSnapshot, other: BoardSnapshot): boolean {
  return (
    one.phase === other.phase &&
    one.source === other.source &&
    one.charts === other.charts &&
    one.watchers === other.watchers &&
    one.span === other.span &&
    one.picture.tone === other.picture.tone &&
    one.picture.title === other.picture.title &&
    one.picture.sentence === other.picture.sentence &&
    one.picture.nextAttemptAt === other.picture.nextAttemptAt
  );
}
