import { everyone } from '@heliograph/signalr-serverless';
import type { Backend } from '../backend.ts';

/** `chatToAll`: what somebody says reaches everyone who is connected, the sender included. */
export function createChatToAll({ live, createReceipt }: Backend) {
  return live.invocation('chatToAll', async (call) => {
    const [text] = call.arguments;
    const { userId, name } = call.caller;
    const receipt = createReceipt();
    const message = { ...receipt, from: { userId, name }, text };
    return { result: receipt, actions: [live.actions.send(everyone, 'chatMessage', message)] };
  });
}
