import { roleGroup } from '@heliograph/contracts';
import type { Backend } from '../backend.ts';
import { toNotification } from '../notification.ts';

/** `notify`: an operator tells one person, or everyone with a role, what they should know. */
export function createNotify({ live, createReceipt }: Backend) {
  return live.invocation('notify', async ({ arguments: [recipient, notice], caller }) => {
    const audience =
      'role' in recipient ? { groupName: roleGroup(recipient.role) } : { userId: recipient.userId };
    const receipt = createReceipt();
    return {
      result: receipt,
      actions: [toNotification(live.actions, audience, notice, caller, receipt)],
    };
  });
}
