import type { Figure, FigureValue } from './service-figures.ts';

export const prometheusMediaType = 'text/plain; version=0.0.4; charset=utf-8';

/** https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format */
export function writePrometheusText(figures: readonly Figure[]): string {
  const lines = figures.flatMap(({ name, kind, unit, description, values }) => [
    `# HELP ${name} ${description} (${unit.toLowerCase()})`,
    `# TYPE ${name} ${kind}`,
    ...values.map(({ dimensions, value }) => `${name}${writeLabels(dimensions)} ${value}`),
  ]);
  return `${lines.join('\n')}\n`;
}

function writeLabels(dimensions: FigureValue['dimensions']): string {
  const labels = Object.entries(dimensions).map(([name, value]) => `${name}="${escape(value)}"`);
  return labels.length === 0 ? '' : `{${labels.join(',')}}`;
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n' };

/** Targets and hubs are named by callers; in a label three characters mean something else. */
function escape(value: string): string {
  return value.toWellFormed().replaceAll(/[\\"\n]/g, (character) => escapes[character] ?? '');
}
