import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Crosshair } from '../charts/crosshair.ts';
import type { PaintLoop } from '../charts/paint-loop.ts';
import type { BoardSnapshot } from '../live/board-snapshot.ts';
import type { LiveBoard } from '../live/live-board.ts';
import type { Messenger, MessengerSnapshot } from '../messages/messenger.ts';
import type { Theme } from '../theme/theme.ts';

/** What the parts of a board's page share. All of it lives outside React. */
export interface BoardScene {
  readonly board: LiveBoard;
  readonly messenger: Messenger;
  readonly crosshair: Crosshair;
  readonly paintLoop: PaintLoop;
  readonly theme: Theme;
}

export const BoardContext = createContext<BoardScene | undefined>(undefined);

export function useScene(): BoardScene {
  const scene = useContext(BoardContext);
  if (!scene) throw new Error('A part of a board is rendered outside of its page');
  return scene;
}

export function useBoard(): BoardSnapshot {
  const { board } = useScene();
  return useSyncExternalStore(board.subscribe, board.snapshot);
}

export function useMessages(): MessengerSnapshot {
  const { messenger } = useScene();
  return useSyncExternalStore(messenger.subscribe, messenger.snapshot);
}

/** Renders again whenever values changed, as often as people can read numbers, unless nobody sees it. */
export function useValues(inSight = true): number {
  const { board } = useScene();
  return useSyncExternalStore(inSight ? board.subscribeValues : nothingToHear, board.valuesVersion);
}

const nothingToHear = () => () => undefined;
