import { useEffect, useRef, type RefObject } from 'react';
import type { Chart } from '../charts/chart-list.ts';
import { createPlot, type Plot } from '../charts/plot.ts';
import { readPlotTheme } from '../charts/plot-theme.ts';
import { useScene } from './board-context.ts';

/** A plot in `host` for as long as it is shown, painted with all the others while in sight. */
export function usePlot(
  host: RefObject<HTMLElement | null>,
  chart: Chart,
  hidden: ReadonlySet<string>,
): RefObject<Plot | null> {
  const { board, crosshair, paintLoop, theme } = useScene();
  const plot = useRef<Plot | null>(null);

  useEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    let colours = readPlotTheme(document.documentElement, theme.name());
    const names = chart.series.map(({ name }) => name);
    const created = createPlot({
      host: element,
      chart,
      crosshair,
      theme: () => colours,
      source: { columns: () => board.columns(names), gaps: board.gaps, span: board.range },
    });
    plot.current = created;

    let inSight = true;
    const sight = new IntersectionObserver(([entry]) => {
      inSight = entry?.isIntersecting ?? true;
      if (inSight) created.paint();
    });
    const size = new ResizeObserver(() =>
      created.resize(element.clientWidth, element.clientHeight),
    );
    sight.observe(element);
    size.observe(element);
    const removePainter = paintLoop.add(() => {
      if (inSight) created.paint();
    });
    const unsubscribeTheme = theme.subscribe(() => {
      colours = readPlotTheme(document.documentElement, theme.name());
      created.paint();
    });
    return () => {
      plot.current = null;
      unsubscribeTheme();
      removePainter();
      sight.disconnect();
      size.disconnect();
      created.destroy();
    };
  }, [board, chart, crosshair, host, paintLoop, theme]);

  useEffect(() => {
    for (const { name, place } of chart.series) plot.current?.show(place, !hidden.has(name));
  }, [chart, hidden]);

  return plot;
}
