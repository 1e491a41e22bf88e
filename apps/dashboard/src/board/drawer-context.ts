import { createContext, useContext } from 'react';
import type { ConversationId } from '../messages/conversations.ts';

export type DrawerTab = 'chat' | 'notices';

/** The panel at the side with what people say to each other. */
export interface Drawer {
  /** What it shows; undefined while it is closed. */
  readonly tab: DrawerTab | undefined;
  /** The conversation that `chat` shows. */
  readonly conversation: ConversationId;
  show(tab: DrawerTab): void;
  talkTo(id: ConversationId): void;
  close(): void;
}

export const drawerId = 'drawer';

export const DrawerContext = createContext<Drawer | undefined>(undefined);

export function useDrawer(): Drawer {
  const drawer = useContext(DrawerContext);
  if (!drawer) throw new Error('A part of the drawer is rendered outside of its page');
  return drawer;
}
