import { useEffect, useRef, type RefObject } from 'react';
import type { Chart } from '../charts/chart-list.ts';
import { createPlot, type Plot } from '../charts/plot.ts';
import { readPlotTheme } from '../charts/plot-theme.ts';
import { useScene } from './board-context.ts';

interface PlotState {
  /** Names of the series that are not drawn. */
  readonly hidden: ReadonlySet<string>;
  readonly inSight: boolean;
  /** Of the values; out of sight the plot is painted when it is another. */
  readonly version: number;
}

/** A plot in `host` for as long as it is shown, painted with all the others in sight. */
export function usePlot(
  host: RefObject<HTMLElement | null>,
  chart: Chart,
  { hidden, inSight, version }: PlotState,
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
      source: {
        columns: (from) => board.columnsFrom(names, from),
        revision: board.revision,
        gaps: board.gaps,
        span: board.range,
      },
    });
    plot.current = created;

    const size = new ResizeObserver(() =>
      created.resize(element.clientWidth, element.clientHeight),
    );
    size.observe(element);
    const unsubscribeTheme = theme.subscribe(() => {
      colours = readPlotTheme(document.documentElement, theme.name());
      created.paint();
    });
    return () => {
      plot.current = null;
      unsubscribeTheme();
      size.disconnect();
      created.destroy();
    };
  }, [board, chart, crosshair, host, theme]);

  useEffect(() => {
    if (!inSight) return undefined;
    const paint = () => plot.current?.paint();
    paint();
    return paintLoop.add(paint);
  }, [chart, inSight, paintLoop]);

  useEffect(() => {
    if (!inSight) plot.current?.paint();
  }, [inSight, version]);

  useEffect(() => {
    for (const { name, place } of chart.series) plot.current?.show(place, !hidden.has(name));
  }, [chart, hidden]);

  return plot;
}
