import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

export interface SizeBudget {
  /** Most bytes of JavaScript, gzipped, that a browser loads before the first picture. */
  readonly initialJavaScriptBytes: number;
}

/** The entry chunks and everything they import statically. */
export function initialChunks(bundle: Rolldown.OutputBundle): Rolldown.OutputChunk[] {
  const chunks = new Map(
    Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? [[part.fileName, part]] : [])),
  );
  const initial = new Set([...chunks.values()].filter((chunk) => chunk.isEntry));
  // A set's iteration also visits what is added during it, so this follows imports to their end.
  for (const chunk of initial) {
    for (const imported of chunk.imports) {
      const found = chunks.get(imported);
      if (found) initial.add(found);
    }
  }
  return [...initial];
}

/** Fails the build when the first load outgrows its budget. */
export function sizeBudget(budget: SizeBudget): Plugin {
  return {
    name: 'heliograph:size-budget',
    apply: 'build',
    writeBundle(_options, bundle) {
      const parts = initialChunks(bundle);
      const bytes = parts.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0);
      const sentence = `initial JavaScript is ${kilobytes(bytes)} gzipped of ${kilobytes(budget.initialJavaScriptBytes)}`;
      if (bytes > budget.initialJavaScriptBytes) {
        this.error(`${sentence}: ${parts.map(({ fileName }) => fileName).join(', ')}`);
      }
      this.info(sentence);
    },
  };
}

const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;
