import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createValueReader, createValueWriter, largestScaled } from './value-code.ts';

const bytesOf = (write: (writer: ReturnType<typeof createValueWriter>) => void): number[] => {
  const writer = createValueWriter();
  write(writer);
  return [...writer.take()];
};
const readAll = (bytes: readonly number[]) => {
  const reader = createValueReader(Uint8Array.from(bytes));
  const codes = [];
  while (!reader.done) codes.push(reader.read());
  return codes;
};

describe(createValueWriter, () => {
  it.for([
    [0, [0x00]],
    [-1, [0x02]],
    [1, [0x04]],
    [31, [0x7c]],
    [-32, [0x7e]],
    [32, [0x80, 0x01]],
    [4096, [0x80, 0x80, 0x01]],
  ] as const)('writes the difference %i as the bytes %o', ([difference, bytes]) => {
    expect(bytesOf((writer) => writer.difference(difference))).toEqual(bytes);
  });

  it('writes a run as twice its length plus one, and a missing value as 1', () => {
    expect(bytesOf((writer) => writer.run(3))).toEqual([0x07]);
    expect(bytesOf((writer) => writer.run(64))).toEqual([0x81, 0x01]);
    expect(bytesOf((writer) => writer.missing())).toEqual([0x01]);
  });

  it('starts anew after each take', () => {
    const writer = createValueWriter();
    writer.difference(1);
    writer.take();
    writer.missing();
    expect([...writer.take()]).toEqual([0x01]);
  });
});

describe(createValueReader, () => {
  const difference = fc.oneof(
    fc.integer(),
    fc.maxSafeInteger().filter((value) => Math.abs(value) <= 2 * largestScaled),
    fc.constantFrom(2 * largestScaled, -2 * largestScaled, largestScaled, -largestScaled),
  );

  it('reads every difference back exactly, up to 2^52 either way', () => {
    fc.assert(
      fc.property(fc.array(difference, { maxLength: 300 }), (differences) => {
        const bytes = bytesOf((writer) => differences.forEach(writer.difference));
        expect(readAll(bytes)).toEqual(
          differences.map((each) => ({ kind: 'difference', difference: each + 0 })),
        );
      }),
    );
  });

  it('refuses a number that ends early', () => {
    expect(() => readAll([0x00, 0x80])).toThrow(
      expect.objectContaining({ code: 'values-malformed' }),
    );
  });

  it.for([
    ['larger than any writer writes', [0x80, ...Array<number>(8).fill(0xff), 0x01]],
    ['padded without end', [0x80, ...Array<number>(40).fill(0x80), 0x00]],
  ] as const)('refuses a number that is %s', ([, bytes]) => {
    expect(() => readAll(bytes)).toThrow(expect.objectContaining({ code: 'values-malformed' }));
  });
});
