import { actionsFor, type ResourceAction } from '@heliograph/app-model-core';
import { LocalError } from './local-error.ts';
import type { Supervisor } from './supervisor.ts';

/**
 * Does with a part what a person wants. A restart of one that does not run is a start.
 * @throws LocalError `action-unfit` when the part's state does not allow it
 */
export async function actOnPart(
  name: string,
  supervisor: Supervisor,
  action: ResourceAction,
): Promise<void> {
  const { status } = supervisor.lifecycle();
  const possible = actionsFor(status);
  const canStart = possible.includes('start');
  if (!possible.includes(action) && !(action === 'restart' && canStart)) {
    const state = status.state.replaceAll('-', ' ');
    throw new LocalError('action-unfit', `${name} cannot ${action}: it is ${state}`, {
      resource: name,
    });
  }
  if (action !== 'start' && !(action === 'restart' && canStart)) await supervisor.stop();
  if (action !== 'stop') await supervisor.start();
}
