import { describe, expect, it } from 'vitest';
import { payload, v } from './testing/data-plane-fixture.ts';
import { eventually } from './testing/eventually.ts';
import { startService } from './testing/service-fixture.ts';
import { startUpstream } from './testing/upstream-recorder.ts';

const send = `/api/hubs/live/:send?${v}`;
const evening = Date.parse('2026-03-01T20:00:00Z');
const dayMs = 24 * 3600 * 1000;

/** 500 units, so forty of them are the free tier's day. */
const large = { target: 'm', arguments: ['x'.repeat(1_023_000)] };

describe('a service with a tier', { timeout: 30_000 }, () => {
  it('answers 429 to the 21st client of the free tier and lets it in once another has left', async () => {
    const service = await startService({ tier: 'free' });
    const clients = [];
    for (let at = 0; at < 20; at += 1) clients.push(await service.connect());
    await expect(service.connect()).rejects.toThrow('429');

    await clients[0]?.stop();
    await expect(retried(() => service.connect())).resolves.toBeDefined();
  });

  it('refuses sends and new clients when the free messages of the day are used up, keeps those that are there, and goes on after midnight', async () => {
    let now = evening;
    const service = await startService({ tier: 'free', clock: () => now });
    const received: unknown[] = [];
    const client = await service.connect({
      prepare: (connection) => connection.on('m', (size: string) => received.push(size.length)),
    });
    for (let at = 1; at <= 40; at += 1) {
      await service.call('POST', send, large);
      await eventually(() => received.length === at); // or too much would wait for the client
    }
    expect(service.meter().units).toBe(20_000);

    const refused = await service.call('POST', send, payload);
    expect([refused.status, await refused.json()]).toEqual([
      429,
      { code: 'quota-used-up', message: 'The messages of this day are used up' },
    ]);
    await expect(service.connect()).rejects.toThrow('429');
    expect((await service.call('GET', `/api/hubs/live/users/una?${v}`)).status).toBe(404);
    await eventually(() => received.length === 40);
    expect(client.state).toBe('Connected');

    now += dayMs;
    expect((await service.call('POST', send, payload)).status).toBe(202);
    await eventually(() => received.length === 41 || client.state !== 'Connected');
    expect(client.state).toBe('Connected');
  });

  it('answers an invocation with 429 once the day is used up, without asking the upstream', async () => {
    const upstream = await startUpstream();
    const service = await startService({
      tier: 'free',
      upstream: [{ urlTemplate: `${upstream.url}/{event}` }],
    });
    let received = 0;
    const client = await service.connect({
      prepare: (connection) => connection.on('m', () => (received += 1)),
    });
    for (let at = 1; at <= 40; at += 1) {
      await service.call('POST', send, large);
      await eventually(() => received === at);
    }
    await expect(client.invoke('anything')).rejects.toThrow('status code 429');
    expect(upstream.messages()).toEqual([]);
  });

  it('needs a tier for its units, and one that is sold', async () => {
    await expect(startService({ units: 2 })).rejects.toMatchObject({ code: 'option-invalid' });
    await expect(startService({ tier: 'free', units: 2 })).rejects.toMatchObject({
      code: 'option-invalid',
    });
  });
});

describe('the meter', () => {
  it('counts what leaves the service, per receiver and started 2 KB, towards clients and upstream', async () => {
    const upstream = await startUpstream();
    const service = await startService({
      clock: () => evening,
      upstream: [{ urlTemplate: `${upstream.url}/{event}`, categoryPattern: 'messages' }],
    });
    const [one] = [await service.connect(), await service.connect(), await service.connect()];
    await service.call('POST', send, { target: 'big', arguments: ['x'.repeat(3_000)] });
    await service.call('POST', `/api/hubs/empty/:send?${v}`, payload);
    await one.invoke('ask');

    const { day, units, targets } = service.meter();
    expect([day, units]).toEqual(['2026-03-01', 8]);
    expect(targets.map((entry) => `${entry.target} ${entry.to} ${entry.units}`).sort()).toEqual([
      'ask clients 1',
      'ask upstream 1',
      'big clients 6',
    ]);
  });

  it('counts each hub protocol with its own size', async () => {
    const service = await startService();
    await service.connect();
    await service.call('POST', send, payload);
    const bytes = '{"type":1,"target":"m","arguments":[1]}\u001e'.length;
    expect(service.meter().targets).toEqual([
      { hub: 'live', target: 'm', to: 'clients', messages: 1, units: 1, bytes },
    ]);
  });
});

/** A client that hangs up is noticed a moment later. */
async function retried<Value>(attempt: () => Promise<Value>): Promise<Value> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!String(error).includes('429')) throw error;
    }
  }
}
