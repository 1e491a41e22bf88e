import * as z from 'zod/mini';

/** Units that charts know how to label. */
export const units = ['percent', 'bytes', 'bytes/s', 'count', 'count/s', 'seconds'] as const;

const shortText = z.string().check(z.minLength(1), z.maxLength(80));

/** What a series is; sent in key frames only. */
export const seriesSchema = z.object({
  /** Unique within its source, for example `cpu.busy`. */
  name: z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._/:@-]{0,119}$/)),
  /** Series of the same chart are drawn together. */
  chart: shortText,
  /** The series' name within its chart. */
  label: shortText,
  unit: z.enum(units),
  /** Digits after the decimal point that are kept, 0 to 6. */
  decimals: z.int().check(z.gte(0), z.lte(6)),
});
export type Series = z.infer<typeof seriesSchema>;

/** Most series one frame may describe. */
export const maxSeries = 2000;
/** Longest grid interval, one hour in milliseconds. */
const maxInterval = 3_600_000;

/**
 * One or several ticks of every series of a source, in columns of scaled integers.
 *
 * A collector's run has an *epoch*; its frames are numbered from 0 in it. A *key frame* carries
 * `series` and stands alone. Any other frame holds differences to the last tick of the frame whose
 * sequence is one lower, and means nothing without it.
 *
 * A key frame that only repeats the table may be exchanged for one of differences, under the same
 * sequence: whoever has the frame before reads the same values from either.
 *
 * `values` is base64 of unsigned LEB128 numbers, tick by tick and within a tick in the order of
 * `series`. An even number 2n is the zig-zag difference n to the series' previous value (0 in a key
 * frame's first tick, and after a missing value); an odd number 2n+1 with n ≥ 1 says that the next
 * n series did not change; 1 says that this series has no value at this tick.
 */
export const frameSchema = z.object({
  source: z.string().check(z.minLength(1), z.maxLength(255)),
  epoch: z.string().check(z.regex(/^[A-Za-z0-9_-]{8,40}$/)),
  sequence: z.int().check(z.gte(0)),
  /** Time of the frame's first tick: Unix milliseconds on the grid, stamped by the collector. */
  at: z.int().check(z.gte(0)),
  /** Milliseconds from tick to tick. */
  interval: z.int().check(z.gte(100), z.lte(maxInterval)),
  /** Number of ticks in the frame. */
  ticks: z.int().check(z.gte(1), z.lte(600)),
  series: z.optional(z.array(seriesSchema).check(z.maxLength(maxSeries))),
  values: z.string().check(z.maxLength(1024 * 1024), z.regex(/^[A-Za-z0-9+/]*={0,2}$/)),
});
export type Frame = z.infer<typeof frameSchema>;
