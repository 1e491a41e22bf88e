import { boardGroup, liveHub, type BoardId } from '@heliograph/contracts';
import { clientInvocation } from '@heliograph/signalr-contract';
import type { LiveAction } from './live-output.ts';
import type { PresenceChange } from './presence.ts';

/** Tells a board's watchers who they are, if somebody came or left. */
export function tellWatchers(board: BoardId, { changed, watchers }: PresenceChange): LiveAction[] {
  if (!changed) return [];
  const invocation = clientInvocation(liveHub, 'presenceChanged', board, [...watchers]);
  return [{ ...invocation, groupName: boardGroup(board) }];
}
