const monthNames = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const dayNames = 'sun mon tue wed thu fri sat'.split(' ');

interface FieldRange {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Names of the values, beginning with that of `min`. */
  readonly names?: readonly string[];
}

/** The fields of an NCRONTAB expression in their order. */
export const cronFields: readonly FieldRange[] = [
  { name: 'second', min: 0, max: 59 },
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, names: monthNames },
  { name: 'day of the week', min: 0, max: 6, names: dayNames },
];

/**
 * The values that a field names: `*`, numbers, names, ranges, steps, and lists of them.
 * Throws a `RangeError` for anything else.
 */
export function parseCronField(text: string, range: FieldRange): ReadonlySet<number> {
  return new Set(text.split(',').flatMap((part) => parsePart(part, range)));
}

function parsePart(text: string, range: FieldRange): number[] {
  const [span = '', step, ...more] = text.split('/');
  const by = step === undefined ? 1 : Number(step);
  if (more.length > 0 || !Number.isInteger(by) || by < 1) throw wrong(text, range);
  const [low, high, ...others] = span === '*' ? [range.min, range.max] : parseSpan(span, range);
  if (low === undefined || others.length > 0) throw wrong(text, range);
  const last = high ?? (step === undefined ? low : range.max);
  if (!(low >= range.min && last <= range.max && low <= last)) throw wrong(text, range);
  return Array.from({ length: Math.floor((last - low) / by) + 1 }, (_, at) => low + at * by);
}

const parseSpan = (span: string, range: FieldRange): number[] =>
  span.split('-').map((value) => parseValue(value, range));

function parseValue(text: string, { min, names = [] }: FieldRange): number {
  const named = names.indexOf(text.slice(0, 3).toLowerCase());
  if (named >= 0 && /^[a-z]+$/i.test(text)) return named + min;
  return /^\d{1,2}$/.test(text) ? Number(text) : NaN;
}

const wrong = (text: string, { name }: FieldRange): RangeError =>
  new RangeError(`"${text}" is no ${name}`);
