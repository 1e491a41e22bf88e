import { lazy, Suspense, useMemo, useState } from 'react';
import type { Account } from '../identity/sign-in-service.ts';
import { isMachineChart } from '../charts/chart-list.ts';
import { toStatTiles } from '../charts/stat-tiles.ts';
import { BoardContext, useBoard, type BoardScene } from './board-context.ts';
import { BoardHeader } from './board-header.tsx';
import { BoardSkeleton } from './board-skeleton.tsx';
import { ChartCard } from './chart-card.tsx';
import { DrawerContext } from './drawer-context.ts';
import { DrawerUnavailable } from './drawer-unavailable.tsx';
import { SendMetricCard } from './send-metric-card.tsx';
import { SpanSwitch } from './span-switch.tsx';
import { StatTileCard } from './stat-tile-card.tsx';
import { Toasts } from './toasts.tsx';
import { TroubleBanner } from './trouble-banner.tsx';
import { useDrawerState } from './use-drawer-state.ts';
import { useIsNarrow } from './use-is-narrow.ts';

interface BoardPageProps {
  readonly scene: BoardScene;
  readonly account: Account;
  readonly collectorUrl: string | undefined;
  readonly signOut: () => void;
}

/** Loaded when somebody opens it: the charts come first. */
const MessageDrawer = lazy(() =>
  import('../drawer/message-drawer.tsx').then(
    ({ MessageDrawer: component }) => ({ default: component }),
    // After an update the part that this page knows may be gone from the server.
    () => ({ default: DrawerUnavailable }),
  ),
);

export function BoardPage({ scene, account, collectorUrl, signOut }: BoardPageProps) {
  const drawer = useDrawerState(scene.messenger);
  const isOpen = drawer.tab !== undefined;
  const [wasOpen, setWasOpen] = useState(isOpen);
  if (isOpen && !wasOpen) setWasOpen(true);
  // Where the drawer covers the page, nothing behind it can be reached.
  const covered = useIsNarrow() && isOpen;
  return (
    <BoardContext value={scene}>
      <DrawerContext value={drawer}>
        <div inert={covered}>
          <a className="skip-link" href="#charts">
            Skip to the charts
          </a>
          <BoardHeader account={account} signOut={signOut} />
          <main id="charts" tabIndex={-1}>
            <TroubleBanner />
            <BoardContent />
            <SendMetricCard collectorUrl={collectorUrl} />
          </main>
        </div>
        {wasOpen && (
          <Suspense>
            <MessageDrawer />
          </Suspense>
        )}
        <Toasts />
      </DrawerContext>
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
