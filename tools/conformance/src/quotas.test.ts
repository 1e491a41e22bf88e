import { expect } from 'vitest';
import { call } from './target/data-plane.ts';
import { eventually } from './target/eventually.ts';
import { jsonFrames } from './target/hub-frames.ts';
import { connectRaw } from './target/raw-socket.ts';
import { itLocally, startService, type Service } from './target/service.ts';
import { connectStockClient, createStockClient } from './target/stock-client.ts';
import { startUpstream } from './target/test-upstream.ts';

interface Figures {
  readonly metrics: readonly {
    readonly name: string;
    readonly values: readonly { readonly dimensions: object; readonly value: number }[];
  }[];
}

async function readFigures({
  url,
}: Service): Promise<Map<string, Figures['metrics'][number]['values']>> {
  const { metrics } = (await (await fetch(`${url}/emulator/metrics.json`)).json()) as Figures;
  return new Map(metrics.map(({ name, values }) => [name, values]));
}

/** Message units so far. */
async function unitsOf(service: Service): Promise<number> {
  return (await readFigures(service)).get('MessageCount')?.[0]?.value ?? Number.NaN;
}

const megabyte = { target: 'm', arguments: ['x'.repeat(1_000_000)] };

itLocally(
  'service 11.15, service 7: the free tier has room for 20 clients; the next is answered 429, those who are there stay',
  async () => {
    const service = await startService({ tier: 'free' });
    const clients = [];
    for (let n = 0; n < 20; n += 1) clients.push(await connectStockClient(service));
    const late = await createStockClient(service);
    await expect(late.start()).rejects.toThrow('429');
    expect(clients.map(({ state }) => state)).toEqual(clients.map(() => 'Connected'));
  },
);

itLocally(
  'service 11.15, service 7: once the free messages of the day are used up, sends and new clients are refused until midnight UTC',
  async () => {
    let now = Date.parse('2026-03-01T12:00:00Z');
    const service = await startService({ tier: 'free', clock: () => now });
    const client = await connectStockClient(service);
    const send = async () => (await call(service, 'POST', ':send', { body: megabyte })).status;
    while ((await unitsOf(service)) < 20_000) expect(await send()).toBe(202);
    expect(await send()).toBe(429);
    const late = await createStockClient(service);
    await expect(late.start()).rejects.toThrow('429');
    expect(client.state).toBe('Connected');
    now += 12 * 3600 * 1000;
    expect(await send()).toBe(202);
  },
);

itLocally(
  'service 7: what leaves the service is counted for each receiver and started 2 KB; what enters, pings and closes are not',
  async () => {
    const service = await startService({ limits: { keepAliveMs: 10, heartbeatMs: 5 } });
    const clients = [
      await connectRaw(service),
      await connectRaw(service),
      await connectRaw(service),
    ];
    await eventually(() => clients.every(({ arrived }) => arrived.length > 2));
    clients[0]?.send(jsonFrames({ type: 6 }));
    expect(await unitsOf(service)).toBe(0);
    const send = (length: number) =>
      call(service, 'POST', ':send', { body: { target: 'm', arguments: ['x'.repeat(length)] } });
    await send(10);
    expect(await unitsOf(service)).toBe(3);
    await send(2_048); // with its envelope more than 2 KB
    expect(await unitsOf(service)).toBe(9);
    await call(service, 'POST', 'users/nobody/:send', { body: megabyte });
    expect(await unitsOf(service)).toBe(9);
    await call(service, 'POST', ':closeConnections?reason=x');
    for (const client of clients) await client.closed();
    expect(await unitsOf(service)).toBe(9);
  },
);

itLocally(
  'service 8: the figures have the names of Azure Monitor and follow what happens',
  async () => {
    const upstream = await startUpstream();
    const service = await startService({
      tier: 'standard',
      upstream: [{ urlTemplate: upstream.url }],
    });
    const [first] = [await connectStockClient(service), await connectStockClient(service)];
    const before = await readFigures(service);
    expect([...before.keys()]).toEqual(
      expect.arrayContaining([
        'ConnectionCount',
        'ConnectionOpenCount',
        'ConnectionCloseCount',
        'ConnectionQuotaUtilization',
        'MessageCount',
        'InboundTraffic',
        'OutboundTraffic',
        'SystemErrors',
        'UserErrors',
        'ServerLoad',
      ]),
    );
    expect(before.get('ConnectionCount')).toContainEqual({
      dimensions: { Endpoint: 'Client' },
      value: 2,
    });
    await first.stop();
    await eventually(() => upstream.events().includes('connections/disconnected'));
    const after = await readFigures(service);
    expect(after.get('ConnectionCount')).toContainEqual({
      dimensions: { Endpoint: 'Client' },
      value: 1,
    });
    expect(after.get('ConnectionCloseCount')).toContainEqual({
      dimensions: expect.objectContaining({ ConnectionCloseCategory: 'Normal' }) as object,
      value: 1,
    });
  },
);

itLocally('service 8: Prometheus can read the figures', async () => {
  const service = await startService();
  const response = await fetch(`${service.url}/emulator/metrics`);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(await response.text()).toMatch(/^# TYPE ConnectionCount gauge$/m);
});
