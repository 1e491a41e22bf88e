import type { LogLine } from '@heliograph/app-model-core';

/** Lines kept for each resource, so that one that talks much does not drive out the others. */
const linesPerResource = 1_000;

/** The newest lines of every resource. */
export interface LineBuffer {
  /** Takes lines in the order of their numbers; those it has already are left away. */
  add(lines: readonly LogLine[]): readonly LogLine[];
  /** Of one resource or of all, oldest first. */
  of(resource: string | undefined): readonly LogLine[];
  /** The highest number so far; 0 when there is none. */
  readonly newest: number;
}

export function createLineBuffer(most = linesPerResource): LineBuffer {
  const kept = new Map<string, LogLine[]>();
  let newest = 0;

  return {
    add(lines) {
      const fresh = lines.filter(({ number }) => number > newest);
      newest = fresh.at(-1)?.number ?? newest;
      for (const line of fresh) {
        const own = kept.get(line.resource) ?? [];
        own.push(line);
        // Trimmed seldom, because each time costs as much as there are lines.
        kept.set(line.resource, own.length > 2 * most ? own.slice(-most) : own);
      }
      return fresh;
    },
    of(resource) {
      if (resource !== undefined) return (kept.get(resource) ?? []).slice(-most);
      return [...kept.values()]
        .flatMap((lines) => lines.slice(-most))
        .sort((a, b) => a.number - b.number);
    },
    get newest() {
      return newest;
    },
  };
}

/** True for a line that has every word of the filter, in any case. */
export function matchesFilter({ resource, text }: LogLine, filter: string): boolean {
  const searched = `${resource} ${text}`.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => searched.includes(word));
}
