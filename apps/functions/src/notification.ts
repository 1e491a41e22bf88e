import type { Notice, Receipt } from '@heliograph/contracts';
import type { HubAudience } from '@heliograph/signalr-serverless';
import type { Caller } from './caller.ts';
import type { LiveAction, LiveActions } from './live.ts';

/** Puts a notice on its way. */
export function toNotification(
  actions: LiveActions,
  audience: HubAudience,
  notice: Notice,
  { userId, name }: Caller,
  receipt: Receipt,
): LiveAction {
  return actions.send(audience, 'notification', { ...notice, ...receipt, from: { userId, name } });
}
