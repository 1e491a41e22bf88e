import { app, type TimerHandler } from '@azure/functions';
import type { Backend } from '../backend.ts';
import { boards } from '../boards.ts';
import type { BackendFunction } from '../http-function.ts';
import type { LiveAction } from '../live.ts';
import { tellWatchers } from '../tell-watchers.ts';

/** Every five minutes: often enough for a list of names, and free in Azure's monthly grant. */
const schedule = '0 */5 * * * *';

export interface TimerFunction extends BackendFunction {
  readonly handler: TimerHandler;
}

/** Finds out who is gone of whom nobody told us, and tells those who still watch. */
export function createSweepPresence({ live, presence }: Backend): TimerFunction {
  const name = 'sweepPresence';
  const handler: TimerHandler = async (_timer, context) => {
    const actions: LiveAction[] = [];
    for (const board of boards) {
      actions.push(...tellWatchers(live.actions, board, await presence.sweep(board)));
    }
    live.send(context, actions);
  };
  return {
    name,
    handler,
    register: () => app.timer(name, { schedule, extraOutputs: [live.output], handler }),
  };
}
