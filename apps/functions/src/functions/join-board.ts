import { boardGroup } from '@heliograph/contracts';
import type { Backend } from '../backend.ts';
import { readBoard } from '../boards.ts';
import { tellWatchers } from '../tell-watchers.ts';

/** `joinBoard`: from now on this connection gets a board's frames, and others see who watches. */
export function createJoinBoard({ live, presence }: Backend) {
  return live.invocation('joinBoard', async ({ arguments: [id], caller, connectionId }) => {
    const board = readBoard(id);
    const { userId, name } = caller;
    const change = await presence.join(board, connectionId, { userId, name });
    return {
      result: { board, watchers: [...change.watchers] },
      actions: [
        live.actions.addToGroup(boardGroup(board), { connectionId }),
        ...tellWatchers(live.actions, board, change),
      ],
    };
  });
}
