import type { LogLine } from '@heliograph/app-model-core';
import type { ConsoleSource } from './console-source.ts';

export interface LinesWanted {
  /** All resources when absent. */
  readonly resource?: string | undefined;
  /** Only lines with higher numbers. */
  readonly after?: number | undefined;
  /** Only the newest so many. */
  readonly tail: number;
}

/** The lines that are still in memory, of one resource or of all, in the order they were read. */
export function mergeLines(source: ConsoleSource, wanted: LinesWanted): readonly LogLine[] {
  const { resource, after = 0, tail } = wanted;
  const names =
    resource === undefined ? source.resources().map(({ name }) => name) : [resource];
  const lines = names
    .flatMap((name) => source.recentLines(name))
    .filter(({ number }) => number > after)
    .sort((a, b) => a.number - b.number);
  return tail === 0 ? [] : lines.slice(-tail);
}
