import type { LogLine } from '@heliograph/app-model-core';
import type { ConsoleSource } from './console-source.ts';

/** Characters that one answer holds at most, so that long lines do not fill what waits for a client. */
const longestAnswer = 512 * 1024;

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
  const names = resource === undefined ? source.resources().map(({ name }) => name) : [resource];
  const lines = names
    .flatMap((name) => source.recentLines(name))
    .filter(({ number }) => number > after)
    .sort((a, b) => a.number - b.number);
  let room = longestAnswer;
  const newest = tail === 0 ? [] : lines.slice(-tail);
  const tooOld = newest.findLastIndex(({ text }) => (room -= text.length) < 0);
  return newest.slice(tooOld + 1);
}
