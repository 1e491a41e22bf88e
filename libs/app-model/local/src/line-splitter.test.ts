import { describe, expect, it } from 'vitest';
import { createLineSplitter, longestLine } from './line-splitter.ts';

describe(createLineSplitter, () => {
  const bytes = new TextEncoder().encode('grün\r\nzwei\n\nend');

  it.for(Array.from(bytes, (_, at) => at))('reads the same lines when cut at byte %i', (at) => {
    const splitter = createLineSplitter();

    const lines = [...splitter.read(bytes.subarray(0, at)), ...splitter.read(bytes.subarray(at))];

    expect([...lines, ...splitter.end()].join('|').replaceAll('\r', '')).toBe('grün|zwei||end');
  });

  it('cuts a line that never ends, however long it gets', () => {
    const splitter = createLineSplitter();
    const chunk = new Uint8Array(longestLine).fill(120);

    for (let i = 0; i < 10; i += 1) expect(splitter.read(chunk)).toEqual([]);

    expect(splitter.end().map((line) => line.length)).toEqual([longestLine]);
  });
});
