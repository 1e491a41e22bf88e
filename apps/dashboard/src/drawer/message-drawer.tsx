import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useMessages } from '../board/board-context.ts';
import { drawerId, useDrawer, type DrawerTab } from '../board/drawer-context.ts';
import { Icon } from '../board/icon.tsx';
import { ChatPanel } from './chat-panel.tsx';
import './drawer.css';
import { NoticePanel } from './notice-panel.tsx';

const titles: Readonly<Record<DrawerTab, string>> = { chat: 'Chat', notices: 'Notifications' };

/** What people say to each other, at the side of the charts and on top of them. */
export function MessageDrawer() {
  const drawer = useDrawer();
  const { tab, conversation } = drawer;
  const { live } = useMessages();
  const panel = useRef<HTMLElement>(null);

  useEffect(() => {
    if (tab === undefined) return;
    // On a phone the focus in a text field would bring up the keyboard over what is to be read.
    const field = matchMedia('(min-width: 721px)').matches
      ? panel.current?.querySelector<HTMLElement>('[data-autofocus]')
      : undefined;
    (field ?? panel.current)?.focus();
  }, [tab, conversation]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    drawer.close();
  };

  return (
    <aside
      id={drawerId}
      ref={panel}
      className="drawer"
      tabIndex={-1}
      hidden={tab === undefined}
      aria-label={tab && titles[tab]}
      onKeyDown={onKeyDown}
    >
      <header className="drawer-header">
        <h2>{tab && titles[tab]}</h2>
        {!live && <span className="drawer-offline">Not connected</span>}
        <button
          type="button"
          className="icon-button"
          aria-label="Close"
          title="Close"
          onClick={drawer.close}
        >
          <Icon name="close" />
        </button>
      </header>
      {/* Both stay, so that what somebody began to write does too. */}
      <div className="drawer-panel" hidden={tab !== 'chat'}>
        <ChatPanel />
      </div>
      <div className="drawer-panel" hidden={tab !== 'notices'}>
        <NoticePanel />
      </div>
    </aside>
  );
}
