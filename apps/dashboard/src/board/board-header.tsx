import type { Account } from '../identity/sign-in-service.ts';
import { AccountMenu } from './account-menu.tsx';
import { useBoard } from './board-context.ts';
import { BrandMark } from './brand-mark.tsx';
import { DiagnosticsPanel } from './diagnostics-panel.tsx';
import { StatusPill } from './status-pill.tsx';
import { ThemeSwitch } from './theme-switch.tsx';
import { Watchers } from './watchers.tsx';

interface BoardHeaderProps {
  readonly account: Account;
  readonly signOut: () => void;
}

export function BoardHeader({ account, signOut }: BoardHeaderProps) {
  const { source } = useBoard();
  return (
    <header className="top">
      <div className="top-brand">
        <BrandMark />
        <span className="top-name">Heliograph</span>
      </div>
      <h1 className="top-source">{source ?? 'Machine'}</h1>
      <StatusPill />
      <div className="top-tools">
        <Watchers self={account.login} />
        <DiagnosticsPanel />
        <ThemeSwitch />
        <AccountMenu account={account} signOut={signOut} />
      </div>
    </header>
  );
}
