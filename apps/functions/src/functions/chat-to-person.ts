import { app } from '@azure/functions';
import { liveHub } from '@heliograph/contracts';
import { clientInvocation } from '@heliograph/signalr-contract';
import type { Backend } from '../backend.ts';
import { liveTrigger } from '../hub-event.ts';
import { liveOutput } from '../live-output.ts';
import { createMessageHandler } from '../message-handler.ts';

/** `chatToPerson`: for one person, and for the sender's own windows, so that all show the same. */
export function registerChatToPerson(backend: Backend): void {
  app.generic('chatToPerson', {
    trigger: liveTrigger('messages', 'chatToPerson'),
    extraOutputs: [liveOutput],
    handler: createChatToPerson(backend),
  });
}

export function createChatToPerson(backend: Backend) {
  return createMessageHandler('chatToPerson', backend, async (call) => {
    const [to, text] = call.arguments;
    const { userId, name } = call.caller;
    const receipt = backend.createReceipt();
    const message = { ...receipt, from: { userId, name }, to, text };
    const invocation = clientInvocation(liveHub, 'chatMessage', message);
    const people = [...new Set([to, userId])];
    return {
      result: receipt,
      actions: people.map((person) => ({ ...invocation, userId: person })),
    };
  });
}
