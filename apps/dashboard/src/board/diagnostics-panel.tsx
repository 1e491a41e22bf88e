import { formatClock } from '../charts/time-format.ts';
import { formatValue } from '../charts/value-format.ts';
import { useScene, useValues } from './board-context.ts';
import { Icon } from './icon.tsx';
import { Popover } from './popover.tsx';

/** For those who want to know how the picture comes about. */
export function DiagnosticsPanel() {
  return (
    <Popover
      label="Diagnostics"
      className="icon-button diagnostics-button"
      button={<Icon name="pulse" />}
    >
      <h2>How this picture is made</h2>
      <Facts />
    </Popover>
  );
}

const whole = (value: number): string => formatValue(value, { unit: 'count', decimals: 0 });

function Facts() {
  const { board } = useScene();
  useValues();
  const facts = board.diagnostics();
  const { position, frames, refused, connection } = facts;
  const bytes = facts.lastFrameBytes;
  const reasons = Object.entries(refused).filter(([, count]) => count > 0);
  const rows: readonly (readonly [string, string])[] = [
    ['Newest tick', position ? formatClock(position.at) : 'none'],
    ['Grid', position ? `${position.interval} ms` : 'unknown'],
    ['Epoch', position?.epoch ?? 'none'],
    ['Sequence', position ? whole(position.sequence) : 'none'],
    ['Series', whole(facts.series)],
    ['Frames applied', whole(frames.applied)],
    ['of them live', whole(facts.liveFrames)],
    ['Duplicates', whole(frames.duplicates)],
    ['Waiting for a predecessor', whole(frames.waiting)],
    ['Newest live frame', bytes === undefined ? 'none' : `${whole(bytes)} B, ${billed(bytes)}`],
    ['Transport', connection.transport ?? 'none'],
    ['Connection', connection.id ?? 'none'],
    ['Clock difference', `${(facts.clockDifference / 1000).toFixed(1)} s`],
    ['Refused', whole(reasons.reduce((sum, [, count]) => sum + count, 0))],
    ...reasons.map(([reason, count]) => [`· ${reason}`, whole(count)] as const),
  ];
  return (
    <dl className="facts">
      {rows.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Azure SignalR Service bills outbound messages per started 2 KB. */
function billed(bytes: number): string {
  const units = Math.ceil(bytes / 2048);
  return units === 1 ? '1 billed unit' : `${units} billed units`;
}
