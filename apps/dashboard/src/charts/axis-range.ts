import type { Series } from '@heliograph/contracts';

/** An axis grows and shrinks in so many steps per doubling, of 9 % each. */
const stepsPerDoubling = 8;

/** The next step at least 4 % above `size`. Most ticks change nothing then: the axis stands still. */
const stepAbove = (size: number): number =>
  2 ** (Math.ceil(Math.log2(size * 1.04) * stepsPerDoubling) / stepsPerDoubling);

/**
 * What an axis spans: percent from 0 to 100, everything else from 0 to a little above its largest
 * value, and wider where values leave that.
 */
export function axisRange(
  unit: Series['unit'],
  smallest: number | null,
  largest: number | null,
): [number, number] {
  const low = Math.min(0, smallest ?? 0);
  const high = Math.max(0, largest ?? 0);
  if (unit === 'percent') return [low, high > 100 ? stepAbove(high) : 100];
  const top = high > 0 ? stepAbove(high) : low < 0 ? 0 : floorFor(unit);
  return [low < 0 ? -stepAbove(-low) : 0, top];
}

/** An idle machine's axis still shows a scale, in numbers that mean something. */
function floorFor(unit: Series['unit']): number {
  return unit === 'bytes' || unit === 'bytes/s' ? 1024 : 1;
}

const kilo = 1024;
/** Distances between ticks of a byte axis: powers of two, so that labels are round in KiB and MiB. */
export const byteSteps: number[] = [1, kilo, kilo ** 2, kilo ** 3, kilo ** 4, kilo ** 5].flatMap(
  (magnitude) => [1, 2, 4, 8, 16, 32, 64, 128, 256, 512].map((step) => step * magnitude),
);

/** Distances between ticks of what is counted in whole numbers. */
export const wholeSteps: number[] = Array.from({ length: 16 }, (_, zeros) => 10 ** zeros).flatMap(
  (magnitude) => [1, 2, 5].map((step) => step * magnitude),
);
