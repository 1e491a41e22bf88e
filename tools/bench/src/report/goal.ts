import type { Spread } from '../measure/statistics.ts';
import { ratioFigure } from './figures.ts';

/** What a ratio is meant to reach. Goals are reported; nothing fails when one is missed. */
export interface Goal {
  readonly text: string;
  readonly ratio: Spread;
  readonly atLeast?: number;
  readonly atMost?: number;
}

export function isReached({ ratio, atLeast = -Infinity, atMost = Infinity }: Goal): boolean {
  return ratio.median >= atLeast && ratio.median <= atMost;
}

export function goalLine(goal: Goal): string {
  const { text, ratio, atLeast, atMost } = goal;
  const bound = atLeast === undefined ? `at most ${atMost} x` : `at least ${atLeast} x`;
  const mark = isReached(goal) ? 'reached' : 'MISSED ';
  return `  ${mark}  ${text}: ${ratioFigure(ratio)}, goal ${bound}`;
}
