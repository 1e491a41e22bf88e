import { describe, expect, it } from 'vitest';
import { createLineReader } from './line-reader.ts';

describe(createLineReader, () => {
  it('gives the same lines wherever the text is cut', () => {
    const text = 'one\r\ntwo\n\nthree';
    for (let at = 0; at <= text.length; at += 1) {
      const lines: string[] = [];
      const reader = createLineReader((line) => lines.push(line));
      reader.feed(text.slice(0, at));
      reader.feed(text.slice(at));
      reader.end();
      expect(lines).toEqual(['one', 'two', 'three']);
    }
  });

  it('keeps no more than a bounded part of an endless line', () => {
    const lines: string[] = [];
    const reader = createLineReader((line) => lines.push(line));
    for (let round = 0; round < 10; round += 1) reader.feed('x'.repeat(10_000));
    reader.end();
    expect(lines.map((line) => line.length)).toEqual([16_384]);
  });
});
