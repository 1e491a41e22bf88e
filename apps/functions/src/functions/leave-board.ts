import { app } from '@azure/functions';
import { boardGroup } from '@heliograph/contracts';
import type { Backend } from '../backend.ts';
import { readBoard } from '../boards.ts';
import { liveTrigger } from '../hub-event.ts';
import { liveOutput } from '../live-output.ts';
import { createMessageHandler } from '../message-handler.ts';
import { tellWatchers } from '../tell-watchers.ts';

/** `leaveBoard`: this connection gets a board's frames no longer. */
export function registerLeaveBoard(backend: Backend): void {
  app.generic('leaveBoard', {
    trigger: liveTrigger('messages', 'leaveBoard'),
    extraOutputs: [liveOutput],
    handler: createLeaveBoard(backend),
  });
}

export function createLeaveBoard(backend: Backend) {
  return createMessageHandler('leaveBoard', backend, async (call) => {
    const board = readBoard(call.arguments[0]);
    const change = await backend.presence.leave(board, call.connectionId);
    return {
      result: { board },
      actions: [
        { action: 'remove', groupName: boardGroup(board), connectionId: call.connectionId },
        ...tellWatchers(board, change),
      ],
    };
  });
}
