import { expect, it } from 'vitest';
import { call } from './target/data-plane.ts';
import { eventually } from './target/eventually.ts';
import { jsonFrames, packFrames } from './target/hub-frames.ts';
import { openEvents, openPolling } from './target/raw-http-transport.ts';
import { connectRaw } from './target/raw-socket.ts';
import { itLocally, startService } from './target/service.ts';
import { connectStockClient } from './target/stock-client.ts';
import { startUpstream } from './target/test-upstream.ts';

const ping = jsonFrames({ type: 6 });

itLocally(
  'hub 7, hub 12.8: pings come again and again, and other messages do not postpone them',
  async () => {
    const service = await startService({ limits: { keepAliveMs: 20, heartbeatMs: 5 } });
    const client = await connectRaw(service);
    const isPing = (chunk: unknown) => String(chunk).includes(ping);
    let sent = 0;
    while (client.arrived.filter(isPing).length < 3) {
      await call(service, 'POST', ':send', { body: { target: 'm', arguments: [(sent += 1)] } });
    }
    expect(client.messages().length).toBeGreaterThan(0);
  },
);

itLocally('hub 7: a MessagePack client gets its ping in its own framing', async () => {
  const service = await startService({ limits: { keepAliveMs: 20, heartbeatMs: 5 } });
  const client = await connectRaw(service, { protocol: 'messagepack' });
  await eventually(() => client.arrived.length > 1);
  expect(client.arrived[1]).toEqual(Buffer.from('029106', 'hex'));
  expect(packFrames([6])).toEqual(client.arrived[1]);
});

itLocally('hub 7: an event stream gets pings, a polling client does not', async () => {
  const service = await startService({
    limits: { keepAliveMs: 20, heartbeatMs: 5, pollTimeoutMs: 200 },
  });
  const events = await openEvents(service);
  const polling = await openPolling(service);
  await polling.poll();
  for (const client of [events, polling]) {
    await client.post(jsonFrames({ protocol: 'json', version: 1 }));
  }
  expect((await polling.poll()).text).toBe('{}\u001e');
  await eventually(() => events.text().includes(`data: ${ping}\r\n\r\n`));
  const idle = await polling.poll();
  expect([idle.status, idle.text]).toEqual([200, '']);
});

itLocally('hub 12.8: a client that has never sent a ping is not timed out', async () => {
  const limits = { clientTimeoutMs: 30, heartbeatMs: 5, keepAliveMs: 10 };
  const service = await startService({ limits });
  const silent = await connectRaw(service);
  const pinging = await connectRaw(service);
  pinging.send(ping);
  await pinging.closed();
  await eventually(() => silent.arrived.length > 10);
  expect(silent.closeCode).toBeUndefined();
});

itLocally.for(['json', 'messagepack'] as const)(
  'golden 8, hub 7: silence after a ping ends the connection, with leave to reconnect; the upstream learns why (%s)',
  async (protocol) => {
    const upstream = await startUpstream();
    const service = await startService({
      upstream: [{ urlTemplate: upstream.url }],
      limits: { clientTimeoutMs: 30, heartbeatMs: 5 },
    });
    const client = await connectRaw(service, { protocol });
    client.send(protocol === 'json' ? ping : packFrames([6]));
    expect(await client.closed()).toBe(1000);
    const [close] = client.messages();
    if (protocol === 'json') expect(close).toMatchObject({ type: 7, allowReconnect: true });
    else expect(close).toEqual([7, expect.any(String), true]);
    await eventually(() => upstream.requests.length === 2);
    expect(JSON.parse(String(upstream.requests[1]?.body))).toEqual({
      type: 11,
      error: expect.stringMatching(/./),
    });
  },
);

itLocally('golden 8: a client that goes on pinging stays', async () => {
  const limits = { clientTimeoutMs: 500, heartbeatMs: 5, keepAliveMs: 10 };
  const service = await startService({ limits });
  const client = await connectRaw(service);
  const silent = await connectRaw(service);
  silent.send(ping);
  while (silent.closeCode === undefined) {
    client.send(ping);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(client.closeCode).toBeUndefined();
});

itLocally('hub 7: a client whose message is still being worked on is not timed out', async () => {
  let release: () => void = () => undefined;
  const upstream = await startUpstream((request, response) => {
    if (request.headers['x-asrs-event'] === 'slow') release = () => response.writeHead(204).end();
    else response.writeHead(204).end();
  });
  const service = await startService({
    upstream: [{ urlTemplate: upstream.url }],
    limits: { clientTimeoutMs: 50, heartbeatMs: 5 },
  });
  const busy = await connectRaw(service);
  busy.send(ping + jsonFrames({ type: 1, invocationId: '1', target: 'slow', arguments: [] }));
  await eventually(() => upstream.of('messages').length === 1);
  const silent = await connectRaw(service);
  silent.send(ping);
  await silent.closed();
  expect(busy.closeCode).toBeUndefined();
  release();
  await eventually(() => busy.messages().length > 0);
  expect(busy.messages()[0]).toEqual({ type: 3, invocationId: '1' });
});

it('hub 7: by default a stock client and the service keep each other alive', async () => {
  const client = await connectStockClient(await startService());
  expect([client.serverTimeoutInMilliseconds, client.keepAliveIntervalInMilliseconds]).toEqual([
    30_000, 15_000,
  ]);
  expect(client.state).toBe('Connected');
});
