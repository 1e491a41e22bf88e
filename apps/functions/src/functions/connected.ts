import type { InvocationContext } from '@azure/functions';
import { roleGroup } from '@heliograph/contracts';
import type { Backend } from '../backend.ts';
import { BackendError } from '../backend-error.ts';
import type { Caller } from '../caller.ts';
import type { LiveAction, LiveActions } from '../live.ts';

/**
 * Somebody connected: their connection joins the groups of their roles and learns who it is. Who may
 * not be here, although the service's token was good, is sent away.
 */
export function createConnected(backend: Backend) {
  const { live, sessions, connections, now } = backend;

  async function admit(caller: Caller, connectionId: string): Promise<void> {
    await sessions.check(caller);
    if (await connections.open(caller.userId, connectionId)) return;
    throw new BackendError('connections-exceeded', 'You have too many connections open');
  }

  return live.connected(async ({ caller, connectionId }, context) => {
    if (!caller) return [];
    try {
      await admit(caller, connectionId);
    } catch (reason) {
      if (!(reason instanceof BackendError)) throw reason;
      await sendAway(backend, { caller, connectionId, reason }, context);
      return [];
    }
    return welcome(live.actions, caller, connectionId, now());
  });
}

async function sendAway(
  { refusals, service }: Pick<Backend, 'refusals' | 'service'>,
  gone: { readonly caller: Caller; readonly connectionId: string; readonly reason: BackendError },
  context: InvocationContext,
): Promise<void> {
  const { caller, connectionId, reason } = gone;
  context.warn(refusals.record({ where: 'connected', code: reason.code, who: caller.userId }));
  await service.closeConnection(connectionId, { reason: reason.message });
}

/** Groups first, so that whoever was greeted has them. */
function welcome(
  actions: LiveActions,
  { userId, name, roles }: Caller,
  connectionId: string,
  serverTime: number,
): LiveAction[] {
  const greeting = { connectionId, userId, name, roles: [...roles], serverTime };
  return [
    ...roles.map((role) => actions.addToGroup(roleGroup(role), { connectionId })),
    actions.send({ connectionId }, 'greeting', greeting),
  ];
}
