import { relative } from 'node:path';

/** A path as people would type it from where they are. */
export function shortPath(from: string, to: string): string {
  const path = relative(from, to);
  return path.startsWith('..') ? to : path || '.';
}
