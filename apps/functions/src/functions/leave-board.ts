import { boardGroup } from '@heliograph/contracts';
import type { Backend } from '../backend.ts';
import { readBoard } from '../boards.ts';
import { tellWatchers } from '../tell-watchers.ts';

/** `leaveBoard`: this connection gets a board's frames no longer. */
export function createLeaveBoard({ live, presence }: Backend) {
  return live.invocation('leaveBoard', async ({ arguments: [id], connectionId }) => {
    const board = readBoard(id);
    const change = await presence.leave(board, connectionId);
    return {
      result: { board },
      actions: [
        live.actions.removeFromGroup(boardGroup(board), { connectionId }),
        ...tellWatchers(live.actions, board, change),
      ],
    };
  });
}
