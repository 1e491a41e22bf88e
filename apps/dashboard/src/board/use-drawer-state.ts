import { useEffect, useMemo, useRef, useState } from 'react';
import { everyone, type ConversationId } from '../messages/conversations.ts';
import type { Messenger } from '../messages/messenger.ts';
import { drawerId, type Drawer, type DrawerTab } from './drawer-context.ts';

/** Which part of the drawer is open. What is open counts as read; closing gives the focus back. */
export function useDrawerState(messenger: Messenger): Drawer {
  const [tab, setTab] = useState<DrawerTab>();
  const [conversation, setConversation] = useState<ConversationId>(everyone);
  const opener = useRef<Element | null>(null);
  const returnsFocus = useRef(false);

  useEffect(() => {
    // Not before: what the drawer covers takes no focus.
    if (tab !== undefined || !returnsFocus.current) return;
    returnsFocus.current = false;
    if (opener.current instanceof HTMLElement) opener.current.focus();
  }, [tab]);

  useEffect(() => {
    if (tab === undefined) messenger.attend(undefined);
    else if (tab === 'notices') messenger.attend({ kind: 'notices' });
    else messenger.attend({ kind: 'conversation', id: conversation });
  }, [messenger, tab, conversation]);

  return useMemo(() => {
    const inDrawer = () => document.getElementById(drawerId)?.contains(document.activeElement);
    const show = (next: DrawerTab) => {
      if (!inDrawer()) opener.current = document.activeElement;
      setTab(next);
    };
    return {
      tab,
      conversation,
      show,
      talkTo(id) {
        setConversation(id);
        show('chat');
      },
      close() {
        returnsFocus.current = inDrawer() ?? false;
        setTab(undefined);
      },
    };
  }, [tab, conversation]);
}
