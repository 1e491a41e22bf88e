import type { Account } from '../identity/sign-in-service.ts';
import { AccountMenu } from './account-menu.tsx';
import { useBoard, useMessages } from './board-context.ts';
import { BrandMark } from './brand-mark.tsx';
import { DiagnosticsPanel } from './diagnostics-panel.tsx';
import { DrawerButton } from './drawer-button.tsx';
import { StatusPill } from './status-pill.tsx';
import { ThemeSwitch } from './theme-switch.tsx';
import { Watchers } from './watchers.tsx';

interface BoardHeaderProps {
  readonly account: Account;
  readonly signOut: () => void;
}

export function BoardHeader({ account, signOut }: BoardHeaderProps) {
  const { source } = useBoard();
  const { unreadMessages, unreadNotices } = useMessages();
  return (
    <header className="top">
      <div className="top-brand">
        <BrandMark />
        <span className="top-name">Heliograph</span>
      </div>
      <h1 className="top-source">{source ?? 'Machine'}</h1>
      <StatusPill />
      <div className="top-tools">
        <Watchers login={account.login} />
        <DrawerButton tab="chat" name="Chat" icon="chat" unread={unreadMessages} />
        <DrawerButton tab="notices" name="Notifications" icon="bell" unread={unreadNotices} />
        <DiagnosticsPanel />
        <ThemeSwitch />
        <AccountMenu account={account} signOut={signOut} />
      </div>
    </header>
  );
}
