import { liveHub, type Notice, type Receipt } from '@heliograph/contracts';
import { clientInvocation } from '@heliograph/signalr-contract';
import type { Caller } from './caller.ts';
import type { LiveAction } from './live-output.ts';

/** Who gets it: one person, one group, or, with neither, everyone. */
export type Audience =
  { readonly userId: string } | { readonly groupName: string } | Readonly<Record<never, never>>;

/** Puts a notice on its way. */
export function toNotification(
  notice: Notice,
  { userId, name }: Caller,
  receipt: Receipt,
  audience: Audience,
): LiveAction {
  const notification = { ...notice, ...receipt, from: { userId, name } };
  return { ...clientInvocation(liveHub, 'notification', notification), ...audience };
}
