import type { Rolldown } from 'vite';
import { describe, expect, it } from 'vitest';
import { initialChunks } from './size-budget.ts';

const chunk = (fileName: string, imports: string[], isEntry = false) =>
  ({ type: 'chunk', fileName, imports, isEntry }) as Rolldown.OutputChunk;

const bundleOf = (...chunks: Rolldown.OutputChunk[]): Rolldown.OutputBundle =>
  Object.fromEntries(chunks.map((part) => [part.fileName, part]));

describe(initialChunks, () => {
  it('counts what an entry imports, directly or through others, once', () => {
    const bundle = bundleOf(
      chunk('main.js', ['a.js', 'b.js'], true),
      chunk('a.js', ['b.js']),
      chunk('b.js', ['a.js']),
    );

    expect(initialChunks(bundle).map(({ fileName }) => fileName)).toEqual([
      'main.js',
      'a.js',
      'b.js',
    ]);
  });

  it('leaves out what is only imported on demand', () => {
    const bundle = bundleOf(chunk('main.js', [], true), chunk('later.js', []));

    expect(initialChunks(bundle).map(({ fileName }) => fileName)).toEqual(['main.js']);
  });
});
