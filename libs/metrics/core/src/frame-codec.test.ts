import { frameSchema, type Frame, type Series } from '@heliograph/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBase64, writeBase64 } from './base64.ts';
import { decodeFrame } from './decode-frame.ts';
import { createFrameEncoder } from './frame-encoder.ts';
import { FrameError } from './frame-error.ts';
import type { FrameState, Tick } from './tick.ts';

const series = (name: string, decimals = 0): Series => ({
  name,
  chart: 'Chart',
  label: name,
  unit: 'count',
  decimals,
});
const encoder = (keyFrameEvery = 10) =>
  createFrameEncoder({ source: 'web-1', epoch: 'epoch-01', interval: 1000, keyFrameEvery });
const ticks = (at: number, ...rows: (number | null)[][]): Tick[] =>
  rows.map((values, index) => ({ at: at + index * 1000, values }));
const bytesOf = (frame: Frame): number[] => [...readBase64(frame.values)];
const plain = (values: Float64Array): (number | null)[] =>
  Array.from(values, (value) => (Number.isNaN(value) ? null : value));
const decodeAll = (frames: readonly Frame[]): (number | null)[][] => {
  let state: FrameState | undefined;
  return frames.flatMap((frame) => {
    const decoded = decodeFrame(frame, state);
    state = decoded.state;
    return decoded.ticks.map(({ values }) => plain(values));
  });
};

describe(createFrameEncoder, () => {
  const table = [series('a'), series('b', 1), series('c'), series('d')];

  it('writes a key frame first: the table, and differences to 0', () => {
    const frame = encoder().encode(table, ticks(5000, [1, -0.1, 0, 0]));

    expect(frame).toEqual({
      source: 'web-1',
      epoch: 'epoch-01',
      sequence: 0,
      at: 5000,
      interval: 1000,
      ticks: 1,
      series: table,
      values: 'BAIF', // 1 → 4, -1 → 2, two unchanged → 5
    });
    expect(frameSchema.safeParse(frame).success).toBe(true);
  });

  it('writes differences to the last tick of the frame before, and runs of what did not change', () => {
    const { encode } = encoder();
    encode(table, ticks(0, [1, 1, 7, 7]));

    const frame = encode(table, ticks(1000, [1, 1, 7, 8]));

    expect(frame.series).toBeUndefined();
    expect(frame.sequence).toBe(1);
    expect(bytesOf(frame)).toEqual([0x07, 0x04]);
  });

  it('writes 1 for a value that is missing, and starts from 0 after it', () => {
    const { encode } = encoder();
    const first = encode(table, ticks(0, [1, NaN, null, Infinity]));
    const second = encode(table, ticks(1000, [1, 0.5, 0, 3]));

    expect(bytesOf(first)).toEqual([0x04, 0x01, 0x01, 0x01]);
    expect(bytesOf(second)).toEqual([0x03, 0x14, 0x03, 0x0c]);
    expect(decodeAll([first, second])).toEqual([
      [1, null, null, null],
      [1, 0.5, 0, 3],
    ]);
  });

  it('writes a key frame every so many frames, and when the table changes', () => {
    const { encode } = encoder(3);
    const isKey = [0, 1, 2, 3, 4].map(
      (at) => encode(table, ticks(at * 1000, [0, 0, 0, 0])).series !== undefined,
    );
    const renamed = encode([...table.slice(0, 3), series('e')], ticks(5000, [0, 0, 0, 0]));
    const same = encode([...table.slice(0, 3), series('e')], ticks(6000, [0, 0, 0, 0]));

    expect(isKey).toEqual([true, false, false, true, false]);
    expect(renamed.series?.at(-1)?.name).toBe('e');
    expect(same.series).toBeUndefined();
  });

  it('records values beyond 2^51 after scaling as missing, and counts them', () => {
    const frames = encoder();
    const frame = frames.encode([series('a'), series('b', 6)], ticks(0, [2 ** 51, 2 ** 40]));

    expect(decodeAll([frame])).toEqual([[2 ** 51, null]]);
    expect(frames.outOfRange).toBe(1);
  });

  it.for([
    ['no tick', table, [], 'ticks-invalid'],
    ['a value too few', table, ticks(0, [1, 2, 3]), 'ticks-invalid'],
    [
      'a tick off the grid',
      table,
      [...ticks(0, [0, 0, 0, 0]), ...ticks(1001, [0, 0, 0, 0])],
      'ticks-invalid',
    ],
    ['a name twice', [series('a'), series('a')], ticks(0, [1, 2]), 'series-invalid'],
    [
      'too many series',
      Array.from({ length: 2001 }, (_, at) => series(`s${at}`)),
      ticks(0, []),
      'series-invalid',
    ],
  ] as const)('refuses %s and can go on', ([, described, refused, code]) => {
    const { encode } = encoder();

    expect(() => encode(described, refused)).toThrow(expect.objectContaining({ code }));
    expect(encode(table, ticks(0, [1, 2, 3, 4])).sequence).toBe(0);
  });

  it('refuses a tick that does not follow the last one', () => {
    const { encode } = encoder();
    encode(table, ticks(1000, [0, 0, 0, 0], [0, 0, 0, 0]));

    expect(() => encode(table, ticks(2000, [0, 0, 0, 0]))).toThrow(
      expect.objectContaining({ code: 'ticks-invalid' }),
    );
  });
});

describe(decodeFrame, () => {
  const table = fc
    .array(fc.integer({ min: 0, max: 6 }), { maxLength: 20 })
    .map((all) => all.map((decimals, at) => series(`s${at}`, decimals)));
  const run = table.chain((described) => {
    const value = fc.option(
      fc.oneof(fc.constantFrom(0, 1, -1), fc.double({ min: -2e9, max: 2e9, noNaN: true })),
    );
    const row = fc.array(value, { minLength: described.length, maxLength: described.length });
    const frame = fc.array(row, { minLength: 1, maxLength: 3 });
    return fc.record({
      described: fc.constant(described),
      frames: fc.array(frame, { maxLength: 15 }),
    });
  });

  it('gives back every value to the precision of its series, over any run of frames', () => {
    fc.assert(
      fc.property(run, ({ described, frames }) => {
        const { encode } = encoder(4);
        const encoded = frames.map((rows, at) => encode(described, ticks(at * 60_000, ...rows)));
        const rounded = frames
          .flat()
          .map((row) =>
            row.map((value, column) =>
              value === null ? null : Number(value.toFixed(described[column]?.decimals ?? 0)),
            ),
          );

        const decoded = decodeAll(encoded);

        expect(decoded.length).toBe(rounded.length);
        decoded.forEach((row, at) =>
          row.forEach((value, column) => {
            const wanted = rounded[at]?.[column] ?? null;
            if (wanted === null || value === null) expect(value).toBe(wanted);
            else {
              const factor = 10 ** (described[column]?.decimals ?? 0);
              // Two ways of rounding a tie may differ by one in the last kept digit.
              expect(
                Math.abs(Math.round(value * factor) - Math.round(wanted * factor)),
              ).toBeLessThan(2);
            }
          }),
        );
      }),
    );
  });

  it('stands where it would without repeated tables, whichever of both forms it is given', () => {
    const choices = fc.array(fc.boolean(), { minLength: 15, maxLength: 15 });
    fc.assert(
      fc.property(run, choices, ({ described, frames }, choose) => {
        const written = encoder(4);
        const both = frames.map((rows, at) => ({
          kept: written.encode(described, ticks(at * 60_000, ...rows)),
          continued: written.continuation(),
        }));

        const either = both.map(({ kept, continued = kept }, at) =>
          choose[at] ? continued : kept,
        );

        expect(decodeAll(either)).toEqual(decodeAll(both.map(({ kept }) => kept)));
        both.forEach(({ kept, continued }, at) => {
          expect(continued?.series !== undefined).toBe(at === 0);
          if (at === 0 || !kept.series) expect(continued).toBe(kept);
        });
      }),
    );
  });

  it('loses nothing of values that have no more digits than their series keeps', () => {
    const exact = fc.integer({ min: -1e9, max: 1e9 }).map((value) => value / 100);
    fc.assert(
      fc.property(fc.array(exact, { minLength: 1 }), (values) => {
        const { encode } = encoder();
        const frames = values.map((value, at) =>
          encode([series('a', 2)], ticks(at * 1000, [value])),
        );
        expect(decodeAll(frames).flat()).toEqual(values.map((value) => value + 0));
      }),
    );
  });

  it('needs the frame before for differences, and leaves its state as it was', () => {
    const { encode } = encoder();
    const frames = [0, 1, 2].map((at) => encode([series('a')], ticks(at * 1000, [at])));
    const [first, second, third] = frames as [Frame, Frame, Frame];
    const { state } = decodeFrame(first);

    expect(() => decodeFrame(second)).toThrow(
      expect.objectContaining({ code: 'predecessor-missing' }),
    );
    expect(() => decodeFrame(third, state)).toThrow(
      expect.objectContaining({ code: 'predecessor-missing' }),
    );
    decodeFrame(second, state);
    expect(plain(decodeFrame(second, state).ticks[0]?.values ?? new Float64Array())).toEqual([1]);
  });

  it('refuses or reads frames with any byte changed, and never more than the frame announces', () => {
    const { encode } = encoder();
    const described = Array.from({ length: 30 }, (_, at) => series(`s${at}`, at % 7));
    const frame = encode(
      described,
      ticks(
        0,
        ...[3, 4, 4].map((factor) => described.map((_, at) => (at % 5 ? at * factor : null))),
      ),
    );
    const bytes = bytesOf(frame);
    for (let at = 0; at < bytes.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const changed = Uint8Array.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        const damaged = { ...frame, values: writeBase64(changed) };
        try {
          const { ticks: read } = decodeFrame(damaged);
          expect(read.map(({ values }) => values.length)).toEqual([30, 30, 30]);
        } catch (reason) {
          expect(reason).toBeInstanceOf(FrameError);
        }
      }
    }
  });

  it('reads or refuses any text as values', () => {
    const frame = encoder().encode([series('a'), series('b')], ticks(0, [1, 2]));
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.uint8Array({ maxLength: 40 }).map(writeBase64)),
        fc.integer({ min: 1, max: 600 }),
        (values, count) => {
          try {
            expect(decodeFrame({ ...frame, values, ticks: count }).ticks.length).toBe(count);
          } catch (reason) {
            expect(reason).toBeInstanceOf(FrameError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it.for([
    ['too few values', 'BA==', 'values-malformed'],
    ['too many values', 'BAQE', 'values-malformed'],
    ['a run past the end of its tick', 'Bw==', 'values-malformed'],
    ['text that is not base64', 'B', 'values-malformed'],
    [
      'a value beyond 2^51',
      writeBase64(Uint8Array.from([...Array<number>(7).fill(0x80), 0x12, 0x04])),
      'value-out-of-range',
    ],
  ] as const)('refuses %s', ([, values, code]) => {
    const frame = encoder().encode([series('a'), series('b')], ticks(0, [1, 2]));

    expect(() => decodeFrame({ ...frame, values })).toThrow(expect.objectContaining({ code }));
  });

  it('refuses a short frame that would unfold to a huge one before it takes the memory', () => {
    const described = Array.from({ length: 2000 }, (_, at) => series(`s${at}`));
    const frame = encoder().encode(
      described,
      ticks(
        0,
        described.map(() => 0),
      ),
    );

    expect(() => decodeFrame({ ...frame, ticks: 600 })).toThrow(
      expect.objectContaining({ code: 'frame-too-large' }),
    );
  });
});
