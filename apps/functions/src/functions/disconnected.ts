import { app, type FunctionHandler } from '@azure/functions';
import type { Backend } from '../backend.ts';
import { boards } from '../boards.ts';
import { liveTrigger, readHubEvent } from '../hub-event.ts';
import { liveOutput, type LiveAction } from '../live-output.ts';
import { tellWatchers } from '../tell-watchers.ts';

/** A connection is gone, and with it whoever watched over it. Its groups forget it by themselves. */
export function registerDisconnected(backend: Backend): void {
  app.generic('disconnected', {
    trigger: liveTrigger('connections', 'disconnected'),
    extraOutputs: [liveOutput],
    handler: createDisconnected(backend),
  });
}

export function createDisconnected({ presence }: Pick<Backend, 'presence'>): FunctionHandler {
  return async (value: unknown, context) => {
    const { connectionId } = readHubEvent(value);
    const actions: LiveAction[] = [];
    for (const board of boards) {
      actions.push(...tellWatchers(board, await presence.leave(board, connectionId)));
    }
    context.extraOutputs.set(liveOutput, actions);
  };
}
