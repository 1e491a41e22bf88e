import { useSyncExternalStore } from 'react';
import { BoardPage } from '../board/board-page.tsx';
import type { BoardScene } from '../board/board-context.ts';
import type { DashboardErrorCode } from '../dashboard-error.ts';
import type { Session } from '../identity/session.ts';
import { NoticePage } from '../pages/notice-page.tsx';

interface AppProps {
  readonly session: Session;
  readonly scene: BoardScene;
  readonly collectorUrl: string | undefined;
}

const headings: Partial<Record<DashboardErrorCode, string>> = {
  'provider-unreachable': 'Sign-in is not available',
  'sign-in-refused': 'Sign-in did not work',
  'session-ended': 'Your session has ended',
  'token-refused': 'The backend refused your sign-in',
};

/** What the session lets a person see. */
export function App({ session, scene, collectorUrl }: AppProps) {
  const state = useSyncExternalStore(session.subscribe, session.state);
  switch (state.kind) {
    case 'starting':
      return <NoticePage title="Heliograph" busy />;
    case 'leaving':
      return <NoticePage title="One moment" busy />;
    case 'signed-out': {
      const { reason } = state;
      const heading = reason
        ? (headings[reason.code] ?? 'You are signed out')
        : 'You are signed out';
      return (
        <NoticePage title={heading} action={{ label: 'Sign in', act: () => void session.signIn() }}>
          {reason ? reason.message : 'See you soon.'}
        </NoticePage>
      );
    }
    case 'signed-in':
      return (
        <BoardPage
          scene={scene}
          account={state.account}
          collectorUrl={collectorUrl}
          signOut={() => void session.signOut()}
        />
      );
  }
}
