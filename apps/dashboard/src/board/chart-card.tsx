import { useId, useRef, useState, useSyncExternalStore, type KeyboardEvent } from 'react';
import type { Chart } from '../charts/chart-list.ts';
import { formatClock } from '../charts/time-format.ts';
import { formatValue } from '../charts/value-format.ts';
import { useBoard, useScene, useValues } from './board-context.ts';
import { ChartTable } from './chart-table.tsx';
import { Icon } from './icon.tsx';
import { Legend } from './legend.tsx';
import { useInSight } from './use-in-sight.ts';
import { usePlot } from './use-plot.ts';

/** A chart with its legend, or the same as a table. */
export function ChartCard({ chart }: { readonly chart: Chart }) {
  const [asTable, setAsTable] = useState(false);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const titleId = useId();
  const toggle = (name: string) =>
    setHidden((before) => {
      const after = new Set(before);
      if (!after.delete(name)) after.add(name);
      return after;
    });

  return (
    <section className="card chart-card" aria-labelledby={titleId}>
      <header className="card-header">
        <h2 id={titleId}>{chart.name}</h2>
        <button
          type="button"
          className="icon-button"
          aria-pressed={asTable}
          aria-label={`${chart.name} as a table`}
          title={asTable ? 'Show the chart' : 'Show as a table'}
          onClick={() => setAsTable(!asTable)}
        >
          <Icon name={asTable ? 'chart' : 'table'} />
        </button>
      </header>
      {asTable ? (
        <ChartTable chart={chart} />
      ) : (
        <ChartPicture chart={chart} hidden={hidden} toggle={toggle} />
      )}
    </section>
  );
}

/** Charts of a board of which those out of sight are painted now and then. */
const mostKeptUnseen = 12;

interface ChartPictureProps {
  readonly chart: Chart;
  readonly hidden: ReadonlySet<string>;
  readonly toggle: (name: string) => void;
}

function ChartPicture({ chart, hidden, toggle }: ChartPictureProps) {
  const { board, crosshair } = useScene();
  const { picture, span, charts } = useBoard();
  const host = useRef<HTMLDivElement>(null);
  const inSight = useInSight(host);
  const version = useValues(inSight);
  const plot = usePlot(host, chart, {
    hidden,
    inSight,
    // Of many charts, nobody is waiting for those out of sight.
    version: charts.length <= mostKeptUnseen ? version : 0,
  });
  const pointed = useSyncExternalStore(crosshair.subscribe, crosshair.at);
  const [from, to] = board.range();
  const gap =
    pointed === undefined
      ? undefined
      : board.gaps().find((one) => pointed > one.from && pointed < one.to);

  const values =
    pointed === undefined || gap
      ? chart.series.map(({ name }) => (gap ? undefined : board.latest(name)))
      : (plot.current?.valuesAt(pointed) ?? []);

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      PageUp: -10,
      PageDown: 10,
      Home: -Infinity,
      End: Infinity,
    };
    const step = steps[event.key];
    if (step !== undefined) plot.current?.step(step);
    else if (event.key === 'Escape') plot.current?.leave();
    else return;
    event.preventDefault();
  };

  const spoken = chart.series
    .map((series, at) => `${series.label} ${formatValue(values[at], series)}`)
    .join(', ');
  const when = pointed === undefined ? 'now' : formatClock(pointed);

  return (
    <>
      <Legend chart={chart} values={values} hidden={hidden} toggle={toggle} />
      <div
        ref={host}
        className={`plot plot-${picture.tone}`}
        role="slider"
        tabIndex={0}
        aria-label={`${chart.name}, last ${span / 60_000} min`}
        aria-orientation="horizontal"
        aria-valuemin={Math.round(from)}
        aria-valuemax={Math.round(to)}
        aria-valuenow={Math.round(Math.min(to, Math.max(from, pointed ?? to)))}
        aria-valuetext={`${when}: ${gap ? gap.reason : spoken}`}
        onKeyDown={onKeyDown}
        onBlur={() => plot.current?.leave()}
      />
      <p className="pointed" aria-hidden="true">
        {pointed === undefined ? '' : `${formatClock(pointed)}${gap ? ` · ${gap.reason}` : ''}`}
      </p>
    </>
  );
}
