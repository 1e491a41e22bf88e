/**
 * One chart on a canvas, outside React: created for an element, painted by the paint loop,
 * destroyed with the element. All plots of a page share a crosshair.
 */
import uPlot from 'uplot';
import { axisRange, byteSteps, wholeSteps } from './axis-range.ts';
import type { Chart } from './chart-list.ts';
import type { Crosshair } from './crosshair.ts';
import { columnGrid, gridSpan } from './column-grid.ts';
import { drawGaps, type Gap } from './gap-bands.ts';
import { createLineLayer } from './line-layer.ts';
import { nearestIndex } from './nearest.ts';
import { seriesColour } from './palette.ts';
import type { PlotTheme } from './plot-theme.ts';
import { createRollingColumns, type ColumnSource } from './rolling-columns.ts';
import { formatTimeTicks } from './time-format.ts';
import { formatTicks, type Unit } from './value-format.ts';

/** What a plot reads each time it is painted. */
export interface PlotSource extends ColumnSource {
  gaps(): readonly Gap[];
  /** The stretch of time shown, Unix milliseconds. */
  span(): readonly [from: number, to: number];
}

export interface Plot {
  /** Reads the source and draws. */
  paint(): void;
  resize(width: number, height: number): void;
  show(place: number, shown: boolean): void;
  /** Moves the crosshair by ticks of data; from the newest when there is none. */
  step(ticks: number): void;
  /** Takes the crosshair away. */
  leave(): void;
  /** What was painted at the tick nearest to a time, in the chart's order of series. */
  valuesAt(at: number): readonly (number | null | undefined)[] | undefined;
  destroy(): void;
}

export interface PlotParts {
  readonly host: HTMLElement;
  readonly chart: Chart;
  readonly source: PlotSource;
  readonly crosshair: Crosshair;
  readonly theme: () => PlotTheme;
}

/** Wide enough for `1023 KiB/s`, and the same for all, so that charts line up. */
const axisWidth = 68;

export function createPlot({ host, chart, source, crosshair, theme }: PlotParts): Plot {
  const columns = createRollingColumns(source);
  const lines = createLineLayer(chart);

  /** What is shown now; the value before its left end belongs to the line that enters there. */
  function read(): uPlot.AlignedData {
    const [from, to] = source.span();
    const { data, changedFrom } = columns.read(from - (to - from) / 16);
    lines.change(changedFrom);
    return data;
  }

  const plot = new uPlot(
    {
      width: Math.max(host.clientWidth, 1),
      height: Math.max(host.clientHeight, 1),
      ms: 1,
      legend: { show: false },
      padding: [8, chart.units.length > 1 ? 0 : 20, 0, 0],
      scales: {
        x: { time: true, auto: false, range: (self) => wholeColumns(self, source.span()) },
        ...Object.fromEntries(chart.units.map((unit) => [unit, scaleOf(unit)])),
      },
      axes: [timeAxis(theme), ...chart.units.map((unit, at) => valueAxis(chart, unit, at, theme))],
      series: [
        {},
        ...chart.series.map((series) => line(series.place, axisOf(chart, series.unit), theme)),
      ],
      cursor: {
        y: false,
        drag: { x: false, y: false },
        sync: { key: 'board', scales: ['x', null] },
        points: { size: 7, width: 2 },
        // No tick is pointed at where there is none nearby.
        dataIdx: (self, _, index, at) =>
          nearestIndex(self.data[0], at, reachOf(self)) === undefined ? null : index,
      },
      hooks: {
        drawClear: [(self) => drawGaps(self, source.gaps(), theme())],
        draw: [(self) => lines.draw(self, source.span(), theme())],
        setCursor: [
          (self) => {
            const left = self.cursor.left ?? -1;
            crosshair.point(left < 0 ? undefined : self.posToVal(left, 'x'));
          },
        ],
      },
    },
    read(),
    host,
  );
  // At once and not in a later turn, so that the paint loop knows what it took.
  const paint = (): void => plot.batch(() => plot.setData(read(), true));

  const pointAt = (at: number): void => {
    const left = plot.valToPos(at, 'x');
    plot.setCursor({ left, top: plot.over.clientHeight / 2 });
  };

  return {
    paint,
    resize(width, height) {
      plot.batch(() => plot.setSize({ width, height }));
      paint();
    },
    show: (place, shown) => plot.setSeries(place + 1, { show: shown }),
    step(ticks) {
      const [times] = plot.data;
      const last = times.length - 1;
      if (last < 0) return;
      const here = crosshair.at() === undefined ? undefined : plot.cursor.idx;
      const next = Math.min(last, Math.max(0, (here ?? last + (ticks < 0 ? 1 : 0)) + ticks));
      const at = times[Number.isFinite(ticks) ? next : ticks < 0 ? 0 : last];
      if (at !== undefined) pointAt(Math.max(at, source.span()[0]));
    },
    leave() {
      plot.setCursor({ left: -10, top: -10 });
      crosshair.point(undefined);
    },
    valuesAt(at) {
      const [times, ...columns] = plot.data;
      const index = nearestIndex(times, at, reachOf(plot));
      return index === undefined ? undefined : columns.map((column) => column[index]);
    },
    destroy: () => plot.destroy(),
  };
}

/** How far from the crosshair a tick may be, in milliseconds: about a finger, or half a grid step. */
function reachOf(plot: uPlot): number {
  const [times] = plot.data;
  const { min = 0, max = 0 } = plot.scales['x'] ?? {};
  const step = (times.at(-1) ?? 0) - (times.at(-2) ?? 0);
  return Math.max(((max ?? 0) - (min ?? 0)) / 100, step * 0.75);
}

const axisOf = (chart: Chart, unit: Unit): Unit =>
  chart.units.includes(unit) ? unit : (chart.units.at(-1) ?? unit);

function scaleOf(unit: Unit): uPlot.Scale {
  return { auto: true, range: (_, low, high) => axisRange(unit, low, high) };
}

/** Labels with seconds are wider, and only short spans need them. */
const needsSeconds = (from: number, to: number): boolean => to - from <= 180_000;
const secondSteps = [1, 2, 5, 10, 15, 30, 60].map((seconds) => seconds * 1000);
const minuteSteps = [1, 2, 5, 10, 15, 30, 60].map((minutes) => minutes * 60_000);

function timeAxis(theme: () => PlotTheme): uPlot.Axis {
  return {
    ...axisLook(theme),
    grid: { show: false },
    space: (_, __, from, to) => (needsSeconds(from, to) ? 72 : 48),
    incrs: (_, __, from, to) => (needsSeconds(from, to) ? secondSteps : minuteSteps),
    size: 28,
    values: (_, ticks) => formatTimeTicks(ticks),
  };
}

function valueAxis(chart: Chart, unit: Unit, at: number, theme: () => PlotTheme): uPlot.Axis {
  const isWhole = chart.series.every((one) => axisOf(chart, one.unit) !== unit || !one.decimals);
  return {
    ...axisLook(theme),
    scale: unit,
    side: at === 0 ? 3 : 1,
    size: axisWidth,
    space: 40,
    grid: { show: at === 0, stroke: () => theme().grid, width: 1 },
    ...(unit === 'bytes' || unit === 'bytes/s' ? { incrs: byteSteps } : {}),
    // Nobody is a fifth of a person.
    ...(unit === 'count' && isWhole ? { incrs: wholeSteps } : {}),
    values: (_, ticks) => formatTicks(ticks, unit),
  };
}

function axisLook(theme: () => PlotTheme): uPlot.Axis {
  return { stroke: () => theme().text, font: theme().font, ticks: { show: false }, gap: 8 };
}

/** A series has axis, cursor and values in uPlot; its line is drawn by the line layer. */
function line(place: number, scale: Unit, theme: () => PlotTheme): uPlot.Series {
  return {
    scale,
    stroke: () => seriesColour(place, theme().name),
    paths: () => null,
    points: { show: false },
  };
}

/** A stretch of time, widened to the columns of pixels that lines are drawn in. */
function wholeColumns({ bbox }: uPlot, span: readonly [number, number]): [number, number] {
  const width = Math.round(bbox?.width ?? 0);
  return width > 0 ? gridSpan(columnGrid(span, width)) : [...span];
}
