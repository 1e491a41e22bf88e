import type { LogLine } from '@heliograph/app-model-core';
import type { LocalError } from '@heliograph/app-model-local';

/** Most lines of a part's output that are shown when it failed to start. */
const longestExcerpt = 16;

/** Why a start failed, with what the part said that did. */
export function explainFailure(
  error: LocalError,
  recentLines: (resource: string) => readonly LogLine[],
): string {
  const { message, resource } = error;
  const said = resource === undefined ? [] : recentLines(resource).map(({ text }) => text);
  const heading = said.length > 0 ? `${message}. It said:` : `${message}.`;
  return [heading, ...excerpt(said).map((line) => `  ${line}`), ''].join('\n');
}

/** Programs say what is wrong at the beginning or at the end, seldom in between. */
function excerpt(lines: readonly string[]): readonly string[] {
  if (lines.length <= longestExcerpt) return lines;
  const half = longestExcerpt / 2;
  return [...lines.slice(0, half), '…', ...lines.slice(-half)];
}
