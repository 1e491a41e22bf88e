import { machineBoard, sessionEnded, type DashboardSettings } from '@heliograph/contracts';
import type { ReactNode } from 'react';
import type { BoardScene } from '../board/board-context.ts';
import { createCrosshair } from '../charts/crosshair.ts';
import { createPaintLoop } from '../charts/paint-loop.ts';
import { DashboardError } from '../dashboard-error.ts';
import { createEndConnections } from '../identity/end-connections.ts';
import { createOpenIdSignIn } from '../identity/open-id-sign-in.ts';
import { createSession, type Session } from '../identity/session.ts';
import { pageVisibility } from '../live/attention.ts';
import { systemClock } from '../live/clock.ts';
import { createHistorySource } from '../live/history-source.ts';
import { createHubConnection } from '../live/hub-connection.ts';
import { createLiveBoard } from '../live/live-board.ts';
import { createMessenger } from '../messages/messenger.ts';
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
    const settings = await loadSettings(pageFetch);
    const session = createPageSession(settings);
    const scene = createScene(settings, session, theme);
    followSession(session, scene);
    followUnread(scene);
    const { collectorUrl } = settings;
    render(<App session={session} scene={scene} collectorUrl={collectorUrl} />);
    await session.start();
  } catch (cause) {
    const { code, message } = DashboardError.from(cause);
    render(
      <NoticePage
        title={code.startsWith('settings-') ? 'Not set up yet' : 'The dashboard cannot start'}
        action={{ label: 'Try again', act: () => location.reload() }}
      >
        {message}
      </NoticePage>,
    );
  }
}

const pageFetch: typeof fetch = (input, init) => fetch(input, init);

function createPageSession(settings: DashboardSettings): Session {
  return createSession({
    service: createOpenIdSignIn(settings, { origin: location.origin, storage: sessionStorage }),
    endConnections: createEndConnections({ backendUrl: settings.backendUrl, fetch: pageFetch }),
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
    now: () => performance.now(),
  });
  const connection = createHubConnection({
    backendUrl,
    accessToken: session.accessToken,
    now: systemClock.now,
  });
  const signInRefused = async (code: string | undefined, sentence: string): Promise<boolean> => {
    if (code !== sessionEnded) return session.tokenRefused(sentence);
    await session.ended(sentence);
    return false;
  };
  let asking = false;
  connection.subscribe(() => {
    const state = connection.state();
    if (state.kind !== 'signed-out' || asking) return;
    asking = true;
    const { refusal, sentence = 'Your sign-in is not accepted.' } = state.reason ?? {};
    void signInRefused(refusal, sentence).then((renewed) => {
      asking = false;
      if (renewed) connection.retryNow();
    });
  });
  const visibility = pageVisibility(document, window);
  const board = createLiveBoard({
    board: machineBoard,
    connection,
    history: createHistorySource({
      backendUrl,
      accessToken: session.accessToken,
      fetch: pageFetch,
    }),
    clock: systemClock,
    visibility,
    requestPaint: paintLoop.request,
    signInRefused: ({ code, message }) => signInRefused(code, message),
  });
  const messenger = createMessenger({ connection, clock: systemClock, visibility });
  return { board, messenger, crosshair: createCrosshair(), paintLoop, theme };
}

/** Board and messages are alive while somebody is signed in. */
function followSession(session: Session, { board, messenger }: BoardScene): void {
  let alive = false;
  session.subscribe(() => {
    const signedIn = session.state().kind === 'signed-in';
    if (signedIn === alive) return;
    alive = signedIn;
    if (signedIn) {
      messenger.start();
      board.start();
    } else {
      messenger.stop();
      void board.stop();
    }
  });
}

/** Says in the tab's title, which can be seen from other tabs, how much is unread. */
function followUnread({ messenger }: BoardScene): void {
  const { title } = document;
  messenger.subscribe(() => {
    const { unreadMessages, unreadNotices } = messenger.snapshot();
    const unread = unreadMessages + unreadNotices;
    document.title = unread > 0 ? `(${unread}) ${title}` : title;
  });
}
