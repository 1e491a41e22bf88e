import type { Spread } from '../measure/statistics.ts';

/** A number with three significant digits, large ones in thousands and millions. */
export function figure(value: number): string {
  if (value >= 999_500) return `${significant(value / 1_000_000)} M`;
  if (value >= 9_995) return `${significant(value / 1000)} k`;
  return significant(value);
}

/** The median with what it lies between, such as `7.20 (6.8 – 7.9)`. */
export function spreadFigure({ median, min, max }: Spread): string {
  return `${figure(median)} (${figure(min)} – ${figure(max)})`;
}

/** A ratio with its spread, such as `1.31 x (1.22 – 1.40)`. */
export function ratioFigure({ median, min, max }: Spread): string {
  return `${figure(median)} x (${figure(min)} – ${figure(max)})`;
}

export function percentFigure(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function significant(value: number): string {
  if (value >= 99.95) return value.toFixed(0);
  return value.toFixed(value >= 9.995 ? 1 : 2);
}
