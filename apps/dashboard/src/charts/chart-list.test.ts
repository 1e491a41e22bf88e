import type { Series } from '@heliograph/contracts';
import { describe, expect, it } from 'vitest';
import { toCharts } from './chart-list.ts';

const series = (name: string, chart: string, unit: Series['unit'] = 'count'): Series => ({
  name,
  chart,
  label: name,
  unit,
  decimals: 0,
});

describe(toCharts, () => {
  it('puts the machine first in its own order, then the others by name', () => {
    const table = ['Zebra', 'Network', 'apples', 'CPU'].map((chart) => series(chart, chart));

    expect(toCharts(table).map(({ name }) => name)).toEqual(['CPU', 'Network', 'apples', 'Zebra']);
  });

  it('numbers the series of each chart in the order of the table', () => {
    const [chart] = toCharts([series('a', 'A'), series('b', 'B'), series('c', 'A')]);

    expect(chart?.series.map(({ name, place }) => [name, place])).toEqual([
      ['a', 0],
      ['c', 1],
    ]);
  });

  it('gives a chart one axis for each unit, and two at most', () => {
    const units = ['percent', 'bytes', 'percent', 'seconds'] as const;

    expect(toCharts(units.map((unit, at) => series(`s${at}`, 'Mixed', unit)))[0]?.units).toEqual([
      'percent',
      'bytes',
    ]);
  });
});
