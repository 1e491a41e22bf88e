import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxJsonDepth, parseJson } from './parse-json.ts';

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

describe(parseJson, () => {
  it('reads what JSON.parse reads, and refuses what it refuses', () => {
    const padding = ' '.repeat(maxJsonDepth);
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        const outcome = (parse: (text: string) => unknown): unknown => {
          try {
            return parse(text + padding);
          } catch (error) {
            return error instanceof SyntaxError ? 'refused' : error;
          }
        };
        expect(outcome(parseJson)).toEqual(outcome(JSON.parse));
      }),
    );
  });

  it('refuses more levels than it allows, and does not count what stands in strings', () => {
    expect(() => parseJson(nested(maxJsonDepth))).not.toThrow();
    expect(() => parseJson(nested(maxJsonDepth + 1))).toThrow(RangeError);
    expect(() => parseJson(`{"a":${nested(maxJsonDepth)}}`)).toThrow('more than 1000 levels');
    expect(parseJson(`["${'['.repeat(5_000)}\\"[[\\\\"]`)).toHaveLength(1);
    expect(parseJson(`[${'[],{},'.repeat(2_000)}1]`)).toHaveLength(4_001);
  });
});
