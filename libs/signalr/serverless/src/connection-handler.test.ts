import { describe, expect, it } from 'vitest';
import { createConnectionHandler } from './connection-handler.ts';
import { createChat, invoke, triggerValue } from './testing/chat-hub.ts';

describe(createConnectionHandler, () => {
  it('says whose connection it is, and has the service do what comes back', async () => {
    const { chat } = createChat();
    const events: unknown[] = [];
    const connected = chat.connected(async (event) => {
      events.push(event);
      const { connectionId } = event;
      return [
        chat.actions.addToGroup('members', { connectionId }),
        chat.actions.send({ connectionId }, 'said', 'host', 'hello'),
      ];
    });

    const { context } = await invoke(connected, triggerValue());

    expect(events).toEqual([
      { connectionId: 'c1', caller: { id: 'una', roles: ['member'] }, error: undefined },
    ]);
    expect(context.extraOutputs.get(chat.output)).toEqual([
      { action: 'add', groupName: 'members', connectionId: 'c1' },
      { target: 'said', arguments: ['host', 'hello'], connectionId: 'c1' },
    ]);
  });

  it('says why a connection ended, and knows those of nobody', async () => {
    const { chat } = createChat();
    const events: unknown[] = [];
    const disconnected = chat.disconnected(async (event) => {
      events.push(event);
      return [];
    });

    await invoke(disconnected, { ConnectionId: 'c1', Error: 'idle too long', Claims: null });

    expect(events).toEqual([{ connectionId: 'c1', caller: undefined, error: 'idle too long' }]);
  });

  it('fails for what is no event, so that the host answers that it failed', async () => {
    const { chat } = createChat();

    expect(
      await invoke(
        chat.connected(async () => []),
        {},
      ),
    ).toMatchObject({
      error: { code: 'event-malformed' },
    });
  });
});
