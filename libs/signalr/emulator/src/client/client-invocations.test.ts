import type { ClientConnection } from '@heliograph/signalr-connections';
import { describe, expect, it } from 'vitest';
import type { ClientDetails } from './client-details.ts';
import { createClientInvocations } from './client-invocations.ts';

/** A connection that remembers the id of what it was sent. */
function connection(id: string) {
  const sent: string[] = [];
  const send: ClientConnection<ClientDetails>['send'] = (message) => {
    const codec = {
      name: 'json',
      write: (value: { invocationId: string }) => sent.push(value.invocationId),
    };
    message.encodedFor(codec as never);
  };
  return { sent, connection: { id, send } as ClientConnection<ClientDetails> };
}

const ask = { type: 1, target: 'ask', arguments: [] } as const;

describe(createClientInvocations, () => {
  it('takes an answer from the client that was asked alone', async () => {
    const invocations = createClientInvocations(60_000);
    const [asked, thief] = [connection('a'), connection('b')];
    const answer = invocations.invoke(asked.connection, ask);
    const invocationId = asked.sent[0] ?? '';
    invocations.answered(thief.connection, { type: 3, invocationId, result: 'stolen' });
    invocations.abandon(thief.connection);
    invocations.answered(asked.connection, { type: 3, invocationId: 'other', result: 'other' });
    invocations.answered(asked.connection, { type: 3, invocationId, result: 'own' });
    expect(await answer).toMatchObject({ result: 'own' });
  });

  it('never uses an id that a client counts itself', async () => {
    const invocations = createClientInvocations(60_000);
    const asked = connection('a');
    const answers = [
      invocations.invoke(asked.connection, ask),
      invocations.invoke(asked.connection, ask),
    ];
    expect(new Set(asked.sent).size).toBe(2);
    for (const id of asked.sent) expect(id).not.toMatch(/^\d*$/);
    invocations.abandon(asked.connection);
    await expect(Promise.all(answers)).rejects.toThrow("Connection 'a' disconnected.");
    await Promise.allSettled(answers);
  });
});
