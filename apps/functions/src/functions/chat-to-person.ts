import type { Backend } from '../backend.ts';

/** `chatToPerson`: for one person, and for the sender's own windows, so that all show the same. */
export function createChatToPerson({ live, createReceipt }: Backend) {
  return live.invocation('chatToPerson', async (call) => {
    const [to, text] = call.arguments;
    const { userId, name } = call.caller;
    const receipt = createReceipt();
    const message = { ...receipt, from: { userId, name }, to, text };
    const people = [...new Set([to, userId])];
    return {
      result: receipt,
      actions: people.map((person) =>
        live.actions.send({ userId: person }, 'chatMessage', message),
      ),
    };
  });
}
