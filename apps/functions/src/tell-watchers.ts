import { boardGroup, type BoardId } from '@heliograph/contracts';
import type { LiveAction, LiveActions } from './live.ts';
import type { PresenceChange } from './presence.ts';

/** Tells a board's watchers who they are, if somebody came or left. */
export function tellWatchers(
  actions: LiveActions,
  board: BoardId,
  { changed, watchers }: PresenceChange,
): LiveAction[] {
  if (!changed) return [];
  const audience = { groupName: boardGroup(board) };
  return [actions.send(audience, 'presenceChanged', board, [...watchers])];
}
