import type { Series } from '@heliograph/contracts';

export type Unit = Series['unit'];

/** A value as people read it: the number, and what it counts. */
export interface Quantity {
  readonly number: string;
  /** Empty for plain counts. */
  readonly unit: string;
}

/** How values of one magnitude are written: divide by `divisor`, then append `suffix`. */
export interface Magnitude {
  readonly divisor: number;
  readonly suffix: string;
}

/** What stands where there is no value. */
const noValue = '–';

const binary = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const decimal = ['', 'k', 'M', 'G', 'T'];

/** The magnitude in which `size` has one to three digits (four for binary ones) before the point. */
function magnitudeOf(size: number, unit: Unit): Magnitude {
  const amount = Math.abs(size);
  switch (unit) {
    case 'percent':
      return { divisor: 1, suffix: '%' };
    case 'bytes':
    case 'bytes/s': {
      const { divisor, suffix } = stepOf(amount, 1024, binary);
      return { divisor, suffix: unit === 'bytes' ? suffix : `${suffix}/s` };
    }
    case 'count':
    case 'count/s': {
      // Small counts are read as they are; 12 345 is worth its digits, 1.2 M is not.
      const { divisor, suffix } =
        amount < 100_000 ? { divisor: 1, suffix: '' } : stepOf(amount, 1000, decimal);
      return { divisor, suffix: unit === 'count' ? suffix : `${suffix}/s` };
    }
    case 'seconds':
      if (amount === 0 || amount >= 1) return { divisor: 1, suffix: 's' };
      return amount >= 1e-3 ? { divisor: 1e-3, suffix: 'ms' } : { divisor: 1e-6, suffix: 'µs' };
  }
}

function stepOf(amount: number, base: number, suffixes: readonly string[]): Magnitude {
  let divisor = 1;
  let step = 0;
  // 0.9995 of a step would be written as 1024 or 1000 of the one below.
  while (step < suffixes.length - 1 && amount >= divisor * base * 0.9995) {
    divisor *= base;
    step += 1;
  }
  return { divisor, suffix: suffixes[step] ?? '' };
}

const formats = new Map<number, Intl.NumberFormat>();

function written(value: number, digits: number): string {
  let format = formats.get(digits);
  if (!format) {
    format = new Intl.NumberFormat('en-US', {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formats.set(digits, format);
  }
  // Rounding must not leave a zero with a minus sign.
  const text = format.format(value);
  return /^-[0.,]+$/.test(text) ? text.slice(1) : text;
}

/** Writes a value to about three significant digits, and never more decimals than it carries. */
export function toQuantity(
  value: number | null | undefined,
  { unit, decimals }: Pick<Series, 'unit' | 'decimals'>,
): Quantity {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return { number: noValue, unit: '' };
  }
  const { divisor, suffix } = magnitudeOf(value, unit);
  const scaled = value / divisor;
  const amount = Math.abs(scaled);
  const wanted = amount >= 100 ? 0 : amount >= 10 ? 1 : 2;
  const known = divisor === 1 ? decimals : divisor < 1 ? wanted : 2;
  // Percent and whole counts keep one width, so that figures do not jump while they change.
  const digits = unit === 'percent' ? Math.min(1, decimals) : Math.min(wanted, known);
  return { number: written(scaled, digits), unit: suffix };
}

export function formatValue(
  value: number | null | undefined,
  series: Pick<Series, 'unit' | 'decimals'>,
): string {
  const { number, unit } = toQuantity(value, series);
  if (unit === '') return number;
  return unit === '%' || unit.startsWith('/') ? `${number}${unit}` : `${number} ${unit}`;
}

/** Labels for the ticks of one axis: all in the magnitude of the largest, with equal decimals. */
export function formatTicks(ticks: readonly number[], unit: Unit): string[] {
  const largest = Math.max(...ticks.map(Math.abs), 0);
  const { divisor, suffix } = magnitudeOf(largest, unit);
  const scaled = ticks.map((tick) => tick / divisor);
  const digits = [0, 1, 2, 3].find((count) =>
    scaled.every((value) => Math.abs(value - Number(value.toFixed(count))) < 1e-9),
  );
  const space = suffix === '' || suffix === '%' || suffix.startsWith('/') ? '' : ' ';
  return scaled.map((value) =>
    value === 0 ? '0' : `${written(value, digits ?? 3)}${space}${suffix}`,
  );
}
