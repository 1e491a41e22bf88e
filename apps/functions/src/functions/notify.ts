import { app } from '@azure/functions';
import { roleGroup } from '@heliograph/contracts';
import type { Backend } from '../backend.ts';
import { liveTrigger } from '../hub-event.ts';
import { liveOutput } from '../live-output.ts';
import { createMessageHandler } from '../message-handler.ts';
import { toNotification } from '../notification.ts';

/** `notify`: an operator tells one person, or everyone with a role, what they should know. */
export function registerNotify(backend: Backend): void {
  app.generic('notify', {
    trigger: liveTrigger('messages', 'notify'),
    extraOutputs: [liveOutput],
    handler: createNotify(backend),
  });
}

export function createNotify(backend: Backend) {
  return createMessageHandler('notify', backend, async (call) => {
    const [recipient, notice] = call.arguments;
    const audience =
      'role' in recipient ? { groupName: roleGroup(recipient.role) } : { userId: recipient.userId };
    const receipt = backend.createReceipt();
    return { result: receipt, actions: [toNotification(notice, call.caller, receipt, audience)] };
  });
}
