import type { Chart } from '../charts/chart-list.ts';
import { seriesColour, seriesDash } from '../charts/palette.ts';
import { formatValue } from '../charts/value-format.ts';
import { useThemeName } from '../theme/use-theme.ts';
import { useScene } from './board-context.ts';

interface LegendProps {
  readonly chart: Chart;
  /** In the order of the chart's series. */
  readonly values: readonly (number | null | undefined)[];
  readonly hidden: ReadonlySet<string>;
  readonly toggle: (name: string) => void;
}

/** Names, colours and values; each is a switch that hides and shows its line. */
export function Legend({ chart, values, hidden, toggle }: LegendProps) {
  const themeName = useThemeName(useScene().theme);
  return (
    <ul className="legend" aria-label={`Lines of ${chart.name}`}>
      {chart.series.map((series, at) => (
        <li key={series.name}>
          <button
            type="button"
            className="legend-entry"
            aria-pressed={!hidden.has(series.name)}
            title={series.name}
            onClick={() => toggle(series.name)}
          >
            <svg className="swatch" viewBox="0 0 16 8" aria-hidden="true">
              <line
                x1="1"
                x2="15"
                y1="4"
                y2="4"
                stroke={seriesColour(series.place, themeName)}
                strokeDasharray={seriesDash(series.place).join(' ')}
              />
            </svg>
            <span className="legend-label">{series.label}</span>
            <span className="legend-value">{formatValue(values[at], series)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
