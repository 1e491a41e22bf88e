import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
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

/**
 * Renders again when values changed: as often as people can read numbers, and what is out of sight a
 * twentieth as often, so that it is not far behind when it comes into sight, or on paper.
 */
export function useValues(inSight = true): number {
  const { board } = useScene();
  const subscribe = useCallback(
    (listener: () => void) =>
      board.subscribeValues(inSight ? listener : seldom(listener, tellsOutOfSight)),
    [board, inSight],
  );
  return useSyncExternalStore(subscribe, board.valuesVersion);
}

const tellsOutOfSight = 20;
let seldomSoFar = 0;

/** Passes on one call of so many. Each listener has another turn: all at once would be a late frame. */
function seldom(listener: () => void, of: number): () => void {
  seldomSoFar += 1;
  let count = seldomSoFar;
  return () => {
    count += 1;
    if (count % of === 0) listener();
  };
}
