import { machineBoard, type DashboardSettings } from '@heliograph/contracts';
import type { ReactNode } from 'react';
import type { BoardScene } from '../board/board-context.ts';
import { createCrosshair } from '../charts/crosshair.ts';
import { createPaintLoop } from '../charts/paint-loop.ts';
import { DashboardError } from '../dashboard-error.ts';
import { createOpenIdSignIn } from '../identity/open-id-sign-in.ts';
import { createSession, type Session } from '../identity/session.ts';
import { pageVisibility } from '../live/attention.ts';
import { systemClock } from '../live/clock.ts';
import { createHistorySource } from '../live/history-source.ts';
import { createHubConnection } from '../live/hub-connection.ts';
import { createLiveBoard } from '../live/live-board.ts';
import { NoticePage } from '../pages/notice-page.tsx';
import { loadSettings } from '../settings/load-settings.ts';
import { createTheme, type Theme } from '../theme/theme.ts';
import { App } from './app.tsx';

/** Puts the dashboard together and shows it through `render`. */
export async function startDashboard(render: (page: ReactNode) => void): Promise<void> {
  const theme = createTheme({
    root: document.documentElement,
    storage: localStorage,
    prefersLight: matchMedia('(prefers-color-scheme: light)'),
  });
  try {
    const settings = await loadSettings((input, init) => fetch(input, init));
    const session = createPageSession(settings);
    const scene = createScene(settings, session, theme);
    followSession(session, scene);
    const { collectorUrl } = settings;
    render(<App session={session} scene={scene} collectorUrl={collectorUrl} />);
    await session.start();
  } catch (cause) {
    const { message } = DashboardError.from(cause);
    render(
      <NoticePage
        title="The dashboard cannot start"
        action={{ label: 'Try again', act: () => location.reload() }}
      >
        {message}
      </NoticePage>,
    );
  }
}

function createPageSession(settings: DashboardSettings): Session {
  return createSession({
    service: createOpenIdSignIn(settings, { origin: location.origin, storage: sessionStorage }),
    clock: systemClock,
    page: {
      url: () => location.href,
      replaceUrl: (path) => history.replaceState(null, '', path),
      storage: sessionStorage,
    },
  });
}

function createScene(
  { backendUrl }: DashboardSettings,
  session: Session,
  theme: Theme,
): BoardScene {
  const paintLoop = createPaintLoop({
    request: (callback) => requestAnimationFrame(callback),
    cancel: (handle) => cancelAnimationFrame(handle),
  });
  const connection = createHubConnection({
    backendUrl,
    accessToken: session.accessToken,
    now: systemClock.now,
  });
  let asking = false;
  connection.subscribe(() => {
    const state = connection.state();
    if (state.kind !== 'signed-out' || asking) return;
    asking = true;
    void session
      .tokenRefused(state.reason?.sentence ?? 'Your sign-in is not accepted.')
      .then((renewed) => {
        asking = false;
        if (renewed) connection.retryNow();
      });
  });
  const board = createLiveBoard({
    board: machineBoard,
    connection,
    history: createHistorySource({
      backendUrl,
      accessToken: session.accessToken,
      fetch: (input, init) => fetch(input, init),
    }),
    clock: systemClock,
    visibility: pageVisibility(document, window),
    requestPaint: paintLoop.request,
    tokenRefused: session.tokenRefused,
  });
  return { board, crosshair: createCrosshair(), paintLoop, theme };
}

/** The board is alive while somebody is signed in. */
function followSession(session: Session, { board }: BoardScene): void {
  let alive = false;
  session.subscribe(() => {
    const signedIn = session.state().kind === 'signed-in';
    if (signedIn === alive) return;
    alive = signedIn;
    if (signedIn) board.start();
    else void board.stop();
  });
}
