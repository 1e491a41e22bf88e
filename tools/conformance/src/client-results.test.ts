import { expect, it } from 'vitest';
import { call } from './target/data-plane.ts';
import { eventually } from './target/eventually.ts';
import { jsonFrames } from './target/hub-frames.ts';
import { connectRaw } from './target/raw-socket.ts';
import { itLocally, startService, type Service } from './target/service.ts';
import { connectStockClient, everyWay } from './target/stock-client.ts';

const invoke = (service: Service, id: string | null, target: string, ...args: unknown[]) =>
  call(service, 'POST', `connections/${id}/:invoke`, { body: { target, arguments: args } });

it.for(everyWay)(
  'hub 6, golden 6, service 3.17: a client is invoked and its result returned (%s, %s)',
  async ([transport, protocol]) => {
    const service = await startService();
    const client = await connectStockClient(service, {
      transport,
      protocol,
      prepare: (connection) => connection.on('ask', (...args: unknown[]) => ({ args })),
    });
    const { status, text } = await invoke(service, client.connectionId, 'ask', 1, 'ü', null);
    expect([status, JSON.parse(text)]).toEqual([200, { result: { args: [1, 'ü', null] } }]);
  },
);

it.for([null, false, 0, ''])('hub 6: %j is a result', async (result) => {
  const service = await startService();
  const client = await connectStockClient(service, {
    prepare: (connection) => connection.on('ask', () => result),
  });
  const { status, text } = await invoke(service, client.connectionId, 'ask');
  expect([status, JSON.parse(text)]).toEqual([200, { result }]);
});

it('hub 6: the error of a client reaches the caller', async () => {
  const service = await startService();
  const client = await connectStockClient(service, {
    prepare: (connection) =>
      connection.on('ask', () => {
        throw new Error('boom');
      }),
  });
  const failed = await invoke(service, client.connectionId, 'ask');
  expect(failed.status).toBeGreaterThanOrEqual(400);
  expect(failed.text).toContain('boom');
  const unknown = await invoke(service, client.connectionId, 'nothing');
  expect(unknown.text).toContain("Client didn't provide a result.");
});

it('hub 6, service 3.17: nobody can be asked who is not there', async () => {
  const answer = await invoke(await startService(), 'nobody', 'ask');
  expect([answer.status, answer.errorCode]).toEqual([
    404,
    expect.stringMatching(/Connection\.NotExisted/),
  ]);
});

it('hub 6: a client that leaves while it is asked ends the question', async () => {
  const service = await startService();
  const client = await connectRaw(service, { userId: 'una' });
  const { connectionId } = await theOnlyMember(service);
  const answer = invoke(service, connectionId, 'ask');
  await eventually(() => client.messages().length > 0);
  client.webSocket.terminate();
  const { status, text } = await answer;
  expect(status).toBeGreaterThanOrEqual(400);
  expect(text).toContain('disconnected');
});

it('hub 6: only the client that was asked can answer', async () => {
  const service = await startService();
  const asked = await connectRaw(service, { userId: 'una' });
  const { connectionId } = await theOnlyMember(service);
  const stranger = await connectRaw(service);
  const answer = invoke(service, connectionId, 'ask');
  await eventually(() => asked.messages().length > 0);
  const { invocationId } = asked.messages()[0] as { invocationId: string };
  stranger.send(jsonFrames({ type: 3, invocationId, result: 'forged' }));
  const watch = await connectRaw(service);
  await call(service, 'POST', ':send', { body: { target: 'seen' } });
  await eventually(() => watch.messages().length > 0 && stranger.messages().length > 0);
  asked.send(jsonFrames({ type: 3, invocationId, result: 'true' }));
  expect(JSON.parse((await answer).text)).toEqual({ result: 'true' });
});

itLocally('hub 12.9: the ids of the service are none that a client counts', async () => {
  const service = await startService();
  const client = await connectRaw(service, { userId: 'una' });
  const { connectionId } = await theOnlyMember(service);
  const answers = [invoke(service, connectionId, 'ask'), invoke(service, connectionId, 'ask')];
  await eventually(() => client.messages().length === 2);
  const ids = client
    .messages()
    .map((message) => (message as { invocationId: string }).invocationId);
  expect(new Set(ids).size).toBe(2);
  for (const id of ids) {
    expect(id).not.toMatch(/^\d+$/);
    client.send(jsonFrames({ type: 3, invocationId: id, result: 1 }));
  }
  for (const answer of answers) expect((await answer).status).toBe(200);
});

/** The connection of the user `una`, who has one. */
async function theOnlyMember(service: Service): Promise<{ connectionId: string }> {
  await call(service, 'PUT', 'users/una/groups/one');
  const { text } = await call(service, 'GET', 'groups/one/connections');
  const { value } = JSON.parse(text) as { value: [{ connectionId: string }] };
  return value[0];
}
