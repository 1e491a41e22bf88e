import { app } from '@azure/functions';
import { boardGroup } from '@heliograph/contracts';
import type { Backend } from '../backend.ts';
import { readBoard } from '../boards.ts';
import { liveTrigger } from '../hub-event.ts';
import { liveOutput } from '../live-output.ts';
import { createMessageHandler } from '../message-handler.ts';
import { tellWatchers } from '../tell-watchers.ts';

/** `joinBoard`: from now on this connection gets a board's frames, and others see who watches. */
export function registerJoinBoard(backend: Backend): void {
  app.generic('joinBoard', {
    trigger: liveTrigger('messages', 'joinBoard'),
    extraOutputs: [liveOutput],
    handler: createJoinBoard(backend),
  });
}

export function createJoinBoard(backend: Backend) {
  return createMessageHandler('joinBoard', backend, async (call) => {
    const { caller, connectionId } = call;
    const board = readBoard(call.arguments[0]);
    const { userId, name } = caller;
    const change = await backend.presence.join(board, connectionId, { userId, name });
    return {
      result: { board, watchers: [...change.watchers] },
      actions: [
        { action: 'add', groupName: boardGroup(board), connectionId },
        ...tellWatchers(board, change),
      ],
    };
  });
}
