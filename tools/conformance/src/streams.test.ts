import type { HubConnection } from '@microsoft/signalr';
import { expect, it } from 'vitest';
import { call } from './target/data-plane.ts';
import { eventually } from './target/eventually.ts';
import { jsonFrames } from './target/hub-frames.ts';
import { connectRaw } from './target/raw-socket.ts';
import { itLocally, startService } from './target/service.ts';
import { connectStockClient } from './target/stock-client.ts';
import { startUpstream } from './target/test-upstream.ts';

/** What a stream brings, with its end. */
function collect(client: HubConnection): unknown[] {
  const seen: unknown[] = [];
  client.stream('numbers').subscribe({
    next: (item) => void seen.push(item),
    complete: () => void seen.push('complete'),
    error: (error: Error) => void seen.push(error.message),
  });
  return seen;
}

itLocally.for(['json', 'messagepack'] as const)(
  'hub 5, service 5, service 3.18: a stream that a client asks for is not sent upstream; the data plane feeds it (%s)',
  async (protocol) => {
    const upstream = await startUpstream();
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const client = await connectStockClient(service, { protocol });
    const numbers = collect(client);
    const others = collect(client);
    // The client counts its streams from 0.
    const post = (path: string, body?: string) =>
      call(service, 'POST', `connections/${client.connectionId}/streams/${path}`, { body });
    await post('0/:send', '1');
    await post('0/:send?completed=true', '{"n":2}');
    await post('1/:complete?reason=enough');
    await eventually(() => numbers.length === 3 && others.length === 1);
    expect([numbers, others]).toEqual([[1, { n: 2 }, 'complete'], ['enough']]);
    expect(upstream.of('messages')).toEqual([]);
    await expect(client.invoke('after')).resolves.toBeUndefined();
  },
);

it('hub 12.7, service 3.18: items come as items, and the completion of a stream carries no result', async () => {
  const service = await startService();
  const client = await connectRaw(service, { userId: 'una' });
  await call(service, 'PUT', 'users/una/groups/one');
  const { text } = await call(service, 'GET', 'groups/one/connections');
  const { value } = JSON.parse(text) as { value: [{ connectionId: string }] };
  const stream = `connections/${value[0].connectionId}/streams/7`;
  const post = async (path: string, item?: unknown) =>
    (await call(service, 'POST', path, { body: item })).status;
  expect(await post(`${stream}/:send`, '1')).toBe(202);
  expect(await post(`${stream}/:send?completed=true`, '{"a":2}')).toBe(202);
  expect(await post(`${stream}/:complete`)).toBe(202);
  expect(await post(`${stream}/:complete?reason=stopped`)).toBe(202);
  await eventually(() => client.messages().length === 5);
  expect(client.messages()).toEqual([
    { type: 2, invocationId: '7', item: 1 },
    { type: 2, invocationId: '7', item: { a: 2 } },
    { type: 3, invocationId: '7' },
    { type: 3, invocationId: '7' },
    { type: 3, invocationId: '7', error: 'stopped' },
  ]);
});

it('service 3.18: a stream of a connection that is not there is accepted', async () => {
  const service = await startService();
  const answer = await call(service, 'POST', 'connections/nobody/streams/1/:send', { body: '1' });
  expect(answer.status).toBe(202);
});

itLocally('hub 5: items and ends of streams that nobody waits for are ignored', async () => {
  const upstream = await startUpstream();
  const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
  const client = await connectRaw(service);
  client.send(
    jsonFrames(
      { type: 2, invocationId: '1', item: 1 },
      { type: 3, invocationId: '1', result: 1 },
      { type: 5, invocationId: '1' },
      { type: 1, invocationId: '2', target: 'after', arguments: [] },
    ),
  );
  await eventually(() => client.messages().length > 0);
  expect(client.messages()).toEqual([{ type: 3, invocationId: '2' }]);
});
