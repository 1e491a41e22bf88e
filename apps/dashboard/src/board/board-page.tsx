import { useMemo } from 'react';
import type { Account } from '../identity/sign-in-service.ts';
import { isMachineChart } from '../charts/chart-list.ts';
import { toStatTiles } from '../charts/stat-tiles.ts';
import { BoardContext, useBoard, type BoardScene } from './board-context.ts';
import { BoardHeader } from './board-header.tsx';
import { BoardSkeleton } from './board-skeleton.tsx';
import { ChartCard } from './chart-card.tsx';
import { SendMetricCard } from './send-metric-card.tsx';
import { SpanSwitch } from './span-switch.tsx';
import { StatTileCard } from './stat-tile-card.tsx';
import { TroubleBanner } from './trouble-banner.tsx';

interface BoardPageProps {
  readonly scene: BoardScene;
  readonly account: Account;
  readonly collectorUrl: string | undefined;
  readonly signOut: () => void;
}

export function BoardPage({ scene, account, collectorUrl, signOut }: BoardPageProps) {
  return (
    <BoardContext value={scene}>
      <a className="skip-link" href="#charts">
        Skip to the charts
      </a>
      <BoardHeader account={account} signOut={signOut} />
      <main id="charts" tabIndex={-1}>
        <TroubleBanner />
        <BoardContent />
        {collectorUrl !== undefined && <SendMetricCard collectorUrl={collectorUrl} />}
      </main>
    </BoardContext>
  );
}

function BoardContent() {
  const { phase, charts } = useBoard();
  const tiles = useMemo(() => toStatTiles(charts.flatMap(({ series }) => series)), [charts]);
  if (phase === 'loading') return <BoardSkeleton />;
  if (phase === 'empty') return <EmptyBoard />;
  return (
    <>
      <div className="tiles">
        {tiles.map((tile) => (
          <StatTileCard key={tile.title} tile={tile} />
        ))}
      </div>
      <div className="board-bar">
        <p className="muted">Point at a chart, or use the arrow keys, to read values.</p>
        <SpanSwitch />
      </div>
      <div className="charts">
        {charts.map((chart) => (
          <ChartCard key={chart.name} chart={chart} />
        ))}
        {charts.every(({ name }) => !isMachineChart(name)) && (
          <p className="muted">This machine measures nothing of its own yet.</p>
        )}
      </div>
    </>
  );
}

function EmptyBoard() {
  return (
    <section className="card empty">
      <h2>Nothing measured yet</h2>
      <p className="muted">
        The history of this board is empty. The first tick of the collector appears here by itself.
      </p>
    </section>
  );
}
