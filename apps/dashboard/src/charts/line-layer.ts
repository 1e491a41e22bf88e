/**
 * The lines of a plot, on a canvas of their own that is drawn on where something changed and copied
 * into the plot as it is. Drawing lines is most of what a picture costs, above all where no graphics
 * card does it, and from tick to tick nearly all of a picture stays the same.
 */
import type uPlot from 'uplot';
import type { Chart, ChartSeries } from './chart-list.ts';
import {
  columnGrid,
  columnsToDraw,
  ringPieces,
  type ColumnGrid,
  type RingPiece,
} from './column-grid.ts';
import { seriesColour, seriesDash } from './palette.ts';
import type { PlotTheme } from './plot-theme.ts';
import { createAreaPen, traceLine, type LineOptions } from './trace-line.ts';

export interface LineLayer {
  /** The values of the next picture differ from this time on, Unix milliseconds. */
  change(from: number): void;
  /** Copies the lines of a stretch of time into the plot, when the plot itself is drawn. */
  draw(plot: uPlot, span: readonly [from: number, to: number], theme: PlotTheme): void;
}

const lineWidth = 1.75;
/** How opaque the area below the first line is, as the last digits of its colour. */
const areaOpacity = '24';

/** What all pieces of a picture have in common. Lengths in pixels of the screen. */
interface Look {
  readonly width: number;
  readonly height: number;
  /** Above and below, for half a line and its soft edge. */
  readonly margin: number;
  readonly ratio: number;
  readonly theme: PlotTheme;
}

export function createLineLayer(chart: Chart): LineLayer {
  const canvas = document.createElement('canvas');
  const brush = canvas.getContext('2d');
  let changedFrom = -Infinity;
  let drawn: { readonly key: string; readonly grid: ColumnGrid } | undefined;

  /** Draws some columns anew. */
  function drawPiece(
    brush: CanvasRenderingContext2D,
    plot: uPlot,
    { from, to, left }: RingPiece,
    perColumn: number,
    { height, margin, ratio, theme }: Look,
  ): void {
    const lineReach = margin + 1;
    brush.save();
    brush.beginPath();
    brush.rect(left, 0, to - from, canvas.height);
    brush.clip();
    brush.clearRect(left, 0, to - from, canvas.height);
    brush.lineWidth = lineWidth * ratio;
    brush.lineJoin = 'round';
    brush.lineCap = 'round';
    for (const series of chart.series) {
      const { show, scale = '' } = plot.series[series.place + 1] ?? {};
      const { min = 0, max = 0 } = plot.scales[scale] ?? {};
      if (show === false || min === null || max === null) continue;
      const y = (value: number): number =>
        margin + height - ((value - min) / (max - min || 1)) * height;
      const line: LineOptions = {
        times: plot.data[0],
        values: plot.data[series.place + 1] ?? [],
        from: (from - lineReach) * perColumn,
        to: (to + lineReach) * perColumn,
        perColumn,
        x: (time) => left + time / perColumn - from,
        y,
      };
      const colour = seriesColour(series.place, theme.name);
      // Only the first is filled: more of it would be a mash.
      if (series.place === 0) fillArea(brush, line, colour, y(Math.max(0, min)));
      strokeLine(brush, line, colour, dashOf(series, ratio), { from, to, left });
    }
    brush.restore();
  }

  function strokeLine(
    brush: CanvasRenderingContext2D,
    line: LineOptions,
    colour: string,
    dash: readonly number[],
    piece: RingPiece,
  ): void {
    brush.save();
    if (dash.length > 0) clipDashes(brush, dash, piece, canvas.height);
    brush.beginPath();
    traceLine(brush, line);
    brush.strokeStyle = colour;
    brush.stroke();
    brush.restore();
  }

  return {
    change(from) {
      changedFrom = Math.min(changedFrom, from);
    },
    draw(plot, span, theme) {
      const width = Math.round(plot.bbox.width);
      const height = Math.round(plot.bbox.height);
      if (!brush || width < 1 || height < 1) return;
      const ratio = devicePixelRatio || 1;
      const look = { width, height, ratio, theme, margin: Math.ceil(lineWidth * ratio) };
      const grid = columnGrid(span, width);
      const key = keyOf(plot, look);
      const isSame = drawn?.key === key;
      if (!isSame) {
        canvas.width = width;
        canvas.height = height + 2 * look.margin;
      }
      const toDraw = columnsToDraw(
        isSame ? drawn?.grid : undefined,
        grid,
        changedFrom,
        look.margin + 1,
      );
      for (const piece of ringPieces(toDraw, width)) {
        drawPiece(brush, plot, piece, grid.perColumn, look);
      }
      drawn = { key, grid };
      changedFrom = Infinity;
      copyColumns(plot, canvas, grid, look.margin);
    },
  };
}

/** Everything but time and values that a picture follows from. */
function keyOf(plot: uPlot, { width, height, ratio, theme }: Look): string {
  const scales = Object.entries(plot.scales).flatMap(([name, { min, max }]) =>
    name === 'x' ? [] : [name, min, max],
  );
  const shown = plot.series.map(({ show }) => (show === false ? 0 : 1));
  return [width, height, ratio, theme.name, ...scales, ...shown].join(' ');
}

function copyColumns(
  { ctx, bbox }: uPlot,
  canvas: HTMLCanvasElement,
  { first, count }: ColumnGrid,
  margin: number,
): void {
  const top = Math.round(bbox.top) - margin;
  let right = Math.round(bbox.left);
  for (const { from, to, left } of ringPieces({ from: first, to: first + count }, count)) {
    const width = to - from;
    ctx.drawImage(canvas, left, 0, width, canvas.height, right, top, width, canvas.height);
    right += width;
  }
}

function fillArea(
  brush: CanvasRenderingContext2D,
  line: LineOptions,
  colour: string,
  base: number,
): void {
  brush.beginPath();
  const pen = createAreaPen(brush, base);
  traceLine(pen, line);
  pen.end();
  brush.fillStyle = colour + areaOpacity;
  brush.fill();
}

const dashOf = ({ place }: ChartSeries, ratio: number): number[] =>
  seriesDash(place).map((length) => Math.max(1, Math.round(length * ratio)));

/** Lets only a dash's columns through: dashes stay with their values while the picture moves. */
function clipDashes(
  brush: CanvasRenderingContext2D,
  dash: readonly number[],
  { from, to, left }: RingPiece,
  height: number,
): void {
  const period = dash.reduce((sum, length) => sum + length, 0);
  brush.beginPath();
  for (let begin = Math.floor(from / period) * period; begin < to;) {
    dash.forEach((length, at) => {
      if (at % 2 === 0) brush.rect(left + begin - from, 0, length, height);
      begin += length;
    });
  }
  brush.clip();
}
