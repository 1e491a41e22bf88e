import type { StatFigure, StatTile } from '../charts/stat-tiles.ts';
import { axisRange } from '../charts/axis-range.ts';
import { seriesColour } from '../charts/palette.ts';
import { sparkline } from '../charts/sparkline.ts';
import { summarise } from '../charts/series-summary.ts';
import { formatValue, toQuantity } from '../charts/value-format.ts';
import { useThemeName } from '../theme/use-theme.ts';
import { useBoard, useScene, useValues } from './board-context.ts';
import { Icon } from './icon.tsx';

const size = { width: 240, height: 44 };
const sparklineMs = 60_000;

export function StatTileCard({ tile }: { readonly tile: StatTile }) {
  const { board } = useScene();
  const { picture } = useBoard();
  useValues();
  const total = tile.total && board.latest(tile.total.name);
  return (
    <section className={`card tile tile-${picture.tone}`} aria-label={`${tile.title} now`}>
      <h2>
        <Icon name={tile.icon} />
        {tile.title}
      </h2>
      <div className="tile-figures">
        {tile.figures.map((figure) => (
          <Figure
            key={figure.series.name}
            figure={figure}
            value={board.latest(figure.series.name)}
          />
        ))}
        {tile.total && total !== undefined && (
          <p className="tile-total">of {formatValue(total, tile.total)}</p>
        )}
      </div>
      <Sparkline tile={tile} total={total} />
    </section>
  );
}

function Figure({
  figure,
  value,
}: {
  readonly figure: StatFigure;
  readonly value?: number | undefined;
}) {
  const { number, unit } = toQuantity(value, figure.series);
  return (
    <p className="figure">
      <span className="figure-number">{number}</span> <span className="figure-unit">{unit}</span>
      {figure.label && <span className="figure-label"> {figure.label}</span>}
    </p>
  );
}

function Sparkline({
  tile,
  total,
}: {
  readonly tile: StatTile;
  readonly total: number | undefined;
}) {
  const { board, theme } = useScene();
  const themeName = useThemeName(theme);
  const [times, ...columns] = board.columns(tile.lines, sparklineMs);
  const [, until] = board.range();
  const summaries = columns.map(summarise);
  const most = Math.max(...summaries.map((summary) => summary.most ?? 0), 0);
  const unit = tile.figures[0]?.series.unit ?? 'count';
  const range = axisRange(unit, 0, total ?? most);
  return (
    <svg
      className="sparkline"
      viewBox={`0 -2 ${size.width} ${size.height + 4}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {columns.map((column, place) => {
        const { line, area } = sparkline(times, column, {
          ...size,
          times: [until - sparklineMs, until],
          values: range,
        });
        const colour = seriesColour(place, themeName);
        return (
          <g key={tile.lines[place]}>
            {place === 0 && <path d={area} fill={colour} fillOpacity="0.14" />}
            <path d={line} stroke={colour} className="sparkline-line" />
          </g>
        );
      })}
    </svg>
  );
}
