import { expect, it } from 'vitest';
import { call } from './target/data-plane.ts';
import { eventually } from './target/eventually.ts';
import { jsonFrames, packFrames, readJsonFrames, readPackFrames } from './target/hub-frames.ts';
import { connectRaw } from './target/raw-socket.ts';
import { itLocally, startService } from './target/service.ts';
import { connectStockClient, receivedBy } from './target/stock-client.ts';
import { startUpstream } from './target/test-upstream.ts';

itLocally.for(['json', 'messagepack'] as const)(
  'hub 1: a stream of %s messages is read wherever it is cut',
  async (protocol) => {
    const upstream = await startUpstream();
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const client = await connectRaw(service, { protocol });
    const stream =
      protocol === 'json'
        ? Buffer.from(
            jsonFrames(
              { type: 6 },
              { type: 1, target: 'é', arguments: ['ü'] },
              { type: 1, invocationId: 'x', target: 'b', arguments: [] },
            ),
          )
        : packFrames([6], [1, {}, null, 'é', ['ü']], [1, {}, 'x', 'b', []]);
    for (const byte of stream) client.send(Buffer.of(byte));
    await eventually(() => client.messages().length > 0);
    expect(upstream.of('messages')).toHaveLength(2);
  },
);

itLocally.for([
  ['json', jsonFrames({ type: 1, target: 'a', arguments: [] }, { type: 1 })],
  ['messagepack', packFrames([1, {}, null, 'a', []], [1])],
] as const)(
  'hub 1: what comes before a broken %s message in the same chunk is done',
  async ([protocol, chunk]) => {
    const upstream = await startUpstream();
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const client = await connectRaw(service, { protocol });
    client.send(chunk);
    await client.closed();
    await eventually(() => upstream.requests.length === 3);
    expect(upstream.events()).toEqual([
      'connections/connected',
      'messages/a',
      'connections/disconnected',
    ]);
  },
);

it.for([0, 1, 40, 127, 128, 16_383, 16_384, 70_000])(
  'hub 12.1, hub 1: a message of about %i bytes arrives whole, in one WebSocket message of its format',
  async (size) => {
    const service = await startService();
    const [json, pack] = [
      await connectRaw(service),
      await connectRaw(service, { protocol: 'messagepack' }),
    ];
    const text = 'x'.repeat(size);
    await call(service, 'POST', ':send', { body: { target: 'm', arguments: [text] } });
    await eventually(() => json.messages().length === 1 && pack.messages().length === 1);
    expect(json.messages()).toEqual([{ type: 1, target: 'm', arguments: [text] }]);
    expect(pack.messages()).toEqual([[1, {}, null, 'm', [text], []]]);
    expect(json.arrived.every((chunk) => typeof chunk === 'string')).toBe(true);
    expect(pack.arrived.slice(1).every((chunk) => typeof chunk !== 'string')).toBe(true);
  },
);

it('golden 24, hub 12.1: hub messages of a burst share WebSocket messages, always as whole ones and in order', async () => {
  const service = await startService();
  const [json, pack] = [
    await connectRaw(service),
    await connectRaw(service, { protocol: 'messagepack' }),
  ];
  const stock = receivedBy(await connectStockClient(service));
  const numbers = Array.from({ length: 200 }, (_, index) => index);
  await Promise.all(
    numbers.map((n) => call(service, 'POST', ':send', { body: { target: 'm', arguments: [n] } })),
  );
  await eventually(() => [json.messages(), pack.messages(), stock].every((m) => m.length === 200));
  for (const { arrived } of [json, pack]) expect(arrived.length).toBeLessThan(200);
  // Reading throws when a chunk does not hold whole messages.
  for (const chunk of json.arrived) readJsonFrames(String(chunk));
  for (const chunk of pack.arrived.slice(1)) readPackFrames(Buffer.from(chunk as Buffer));
  const order = stock.map(([n]) => n);
  expect(order.toSorted((a, b) => Number(a) - Number(b))).toEqual(numbers);
  expect(json.messages()).toEqual(order.map((n) => ({ type: 1, target: 'm', arguments: [n] })));
});

it('hub 12.14, hub 3: in MessagePack, headers are a map, also where there are none', async () => {
  const service = await startService();
  const client = await connectRaw(service, { protocol: 'messagepack', userId: 'una' });
  await call(service, 'PUT', 'users/una/groups/one');
  const { text } = await call(service, 'GET', 'groups/one/connections');
  const { value } = JSON.parse(text) as { value: [{ connectionId: string }] };
  const connection = `connections/${value[0].connectionId}`;
  await call(service, 'POST', `${connection}/:send`, { body: { target: 'm' } });
  await call(service, 'POST', `${connection}/streams/1/:send`, { body: '1' });
  await call(service, 'POST', `${connection}/streams/1/:complete`);
  await eventually(() => client.messages().length === 3);
  expect(client.messages()).toEqual([
    [1, {}, null, 'm', [], []],
    [2, {}, '1', 1],
    [3, {}, '1', 2],
  ]);
});
