import type { Backend } from '../backend.ts';
import { boards } from '../boards.ts';
import type { LiveAction } from '../live.ts';
import { tellWatchers } from '../tell-watchers.ts';

/** A connection is gone, and with it whoever watched over it. Its groups forget it by themselves. */
export function createDisconnected({ live, presence, connections }: Backend) {
  return live.disconnected(async ({ caller, connectionId }) => {
    if (caller) await connections.close(caller.userId, connectionId);
    const actions: LiveAction[] = [];
    for (const board of boards) {
      const change = await presence.leave(board, connectionId);
      actions.push(...tellWatchers(live.actions, board, change));
    }
    return actions;
  });
}
