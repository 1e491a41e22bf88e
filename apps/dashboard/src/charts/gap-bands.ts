import type uPlot from 'uplot';
import type { PlotTheme } from './plot-theme.ts';

/** A stretch of time for which there is no data, and why. */
export interface Gap {
  /** Unix milliseconds. */
  readonly from: number;
  /** Unix milliseconds. */
  readonly to: number;
  /** A sentence for people. */
  readonly reason: string;
}

const hatchSize = 8;
const labelPadding = 16;

/** Hatches gaps behind the lines, with the reason in words where there is room for it. */
export function drawGaps(plot: uPlot, gaps: readonly Gap[], theme: PlotTheme): void {
  const { ctx, bbox } = plot;
  const { min = 0, max = 0 } = plot.scales['x'] ?? {};
  const ratio = devicePixelRatio || 1;
  ctx.save();
  for (const { from, to, reason } of gaps) {
    if (to <= min || from >= max) continue;
    const left = Math.max(bbox.left, plot.valToPos(from, 'x', true));
    const right = Math.min(bbox.left + bbox.width, plot.valToPos(to, 'x', true));
    if (right - left < 1) continue;
    ctx.beginPath();
    ctx.rect(left, bbox.top, right - left, bbox.height);
    ctx.fillStyle = hatchPattern(ctx, theme.hatch, ratio);
    ctx.fill();
    ctx.font = theme.font.replace(/^(\d+)px/, (_, size: string) => `${Number(size) * ratio}px`);
    if (ctx.measureText(reason).width + labelPadding * ratio < right - left) {
      ctx.fillStyle = theme.text;
      ctx.textAlign = 'center';
      ctx.textBaseline = 'middle';
      ctx.fillText(reason, (left + right) / 2, bbox.top + bbox.height / 2);
    }
  }
  ctx.restore();
}

const patterns = new Map<string, CanvasPattern | string>();

function hatchPattern(
  ctx: CanvasRenderingContext2D,
  colour: string,
  ratio: number,
): CanvasPattern | string {
  const key = `${colour} ${ratio}`;
  const known = patterns.get(key);
  if (known) return known;
  const tile = document.createElement('canvas');
  const size = Math.round(hatchSize * ratio);
  tile.width = size;
  tile.height = size;
  const brush = tile.getContext('2d');
  if (!brush) return colour;
  brush.strokeStyle = colour;
  brush.lineWidth = ratio;
  for (const offset of [-size, 0, size]) {
    brush.moveTo(offset, size);
    brush.lineTo(offset + size, 0);
  }
  brush.stroke();
  const pattern = ctx.createPattern(tile, 'repeat') ?? colour;
  patterns.set(key, pattern);
  return pattern;
}
