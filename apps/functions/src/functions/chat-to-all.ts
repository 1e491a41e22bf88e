import { app } from '@azure/functions';
import { liveHub } from '@heliograph/contracts';
import { clientInvocation } from '@heliograph/signalr-contract';
import type { Backend } from '../backend.ts';
import { liveTrigger } from '../hub-event.ts';
import { liveOutput } from '../live-output.ts';
import { createMessageHandler } from '../message-handler.ts';

/** `chatToAll`: what somebody says reaches everyone who is connected, the sender included. */
export function registerChatToAll(backend: Backend): void {
  app.generic('chatToAll', {
    trigger: liveTrigger('messages', 'chatToAll'),
    extraOutputs: [liveOutput],
    handler: createChatToAll(backend),
  });
}

export function createChatToAll(backend: Backend) {
  return createMessageHandler('chatToAll', backend, async (call) => {
    const [text] = call.arguments;
    const { userId, name } = call.caller;
    const receipt = backend.createReceipt();
    const message = { ...receipt, from: { userId, name }, text };
    return { result: receipt, actions: [clientInvocation(liveHub, 'chatMessage', message)] };
  });
}
