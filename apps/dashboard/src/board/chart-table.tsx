import type { Chart } from '../charts/chart-list.ts';
import { summarise } from '../charts/series-summary.ts';
import { formatValue } from '../charts/value-format.ts';
import { useBoard, useScene, useValues } from './board-context.ts';

/** What a chart shows, for those who rather read or listen. */
export function ChartTable({ chart }: { readonly chart: Chart }) {
  const { board } = useScene();
  const { span } = useBoard();
  useValues();
  const [, ...columns] = board.columns(chart.series.map(({ name }) => name));
  return (
    <div className="table-scroll" role="region" tabIndex={0} aria-label={`${chart.name}, table`}>
      <table>
        <caption className="visually-hidden">
          {chart.name}: values of the last {span / 60_000} minutes
        </caption>
        <thead>
          <tr>
            <th scope="col">Series</th>
            <th scope="col">Now</th>
            <th scope="col">Lowest</th>
            <th scope="col">Mean</th>
            <th scope="col">Highest</th>
          </tr>
        </thead>
        <tbody>
          {chart.series.map((series, at) => {
            const { least, mean, most } = summarise(columns[at] ?? []);
            return (
              <tr key={series.name}>
                <th scope="row">{series.label}</th>
                <td>{formatValue(board.latest(series.name), series)}</td>
                <td>{formatValue(least, series)}</td>
                <td>{formatValue(mean, series)}</td>
                <td>{formatValue(most, series)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
