import type { LogLine, ResourceSnapshot } from '@heliograph/app-model-core';
import type { Paint, Tone } from './event-lines.ts';

const headings = ['NAME', 'STATE', 'HEALTH', 'STARTS', 'PID', 'ADDRESS'] as const;

/** Resources as a table for people. */
export function statusTable(resources: readonly ResourceSnapshot[], paint: Paint): string[] {
  const rows = resources.map((resource) => [
    resource.name,
    stateText(resource),
    resource.health === 'unknown' ? '' : resource.health,
    resource.starts === 0 ? '' : String(resource.starts),
    resource.pid === null ? '' : String(resource.pid),
    resource.endpoints.map(({ url }) => url).join(' ') || resource.detail,
  ]);
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const format = (cells: readonly string[], tone: Tone): string =>
    cells
      .map((cell, column) => {
        const padded = cell.padEnd(widths[column] ?? 0);
        return column === 1 ? paint(tone, padded) : padded;
      })
      .join('  ')
      .trimEnd();
  return [
    paint('dim', format(headings, 'plain')),
    ...rows.map((row, index) => format(row, toneOf(resources[index]))),
  ];
}

function stateText({ state, detail, endpoints }: ResourceSnapshot): string {
  const words = state.replaceAll('-', ' ');
  // Without an address its column has the detail.
  return detail === '' || endpoints.length === 0 ? words : `${words} (${detail})`;
}

function toneOf(resource: ResourceSnapshot | undefined): Tone {
  if (resource?.health === 'healthy') return 'good';
  return resource?.health === 'unhealthy' ? 'bad' : 'plain';
}

/** Lines of a log for people: when, of whom when that is not clear, and what. */
export function logText(lines: readonly LogLine[], showsNames: boolean, paint: Paint): string[] {
  return lines.map(({ at, resource, text }) => {
    const time = paint('dim', new Date(at).toTimeString().slice(0, 8));
    return showsNames ? `${time} ${paint('dim', `${resource} |`)} ${text}` : `${time} ${text}`;
  });
}
