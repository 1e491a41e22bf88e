import type { Series } from '@heliograph/contracts';

/** A chart and what it draws. */
export interface Chart {
  /** The name that its series agree on; unique on a board. */
  readonly name: string;
  readonly series: readonly ChartSeries[];
  /** One or two: the axes, left and right. Series of further units are drawn to the right one. */
  readonly units: readonly Series['unit'][];
}

export interface ChartSeries extends Series {
  /** Place within the chart, from which colour and dash follow. */
  readonly place: number;
}

/** Charts that every machine has, in the order in which people look for them. */
const wellKnown = ['CPU', 'Memory', 'Disk', 'Network'];

/** Groups series by their chart: the machine's own first, then the others by name. */
export function toCharts(table: readonly Series[]): Chart[] {
  const members = new Map<string, ChartSeries[]>();
  for (const series of table) {
    const chart = members.get(series.chart) ?? [];
    chart.push({ ...series, place: chart.length });
    members.set(series.chart, chart);
  }
  return [...members]
    .map(([name, series]) => ({
      name,
      series,
      units: [...new Set(series.map(({ unit }) => unit))].slice(0, 2),
    }))
    .sort((a, b) => rank(a.name) - rank(b.name) || a.name.localeCompare(b.name, 'en'));
}

function rank(name: string): number {
  const place = wellKnown.indexOf(name);
  return place === -1 ? wellKnown.length : place;
}

/** Whether the collector's own charts draw it, as opposed to somebody's pushed metrics. */
export const isMachineChart = (name: string): boolean => wellKnown.includes(name);
