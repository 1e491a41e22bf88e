import { createDataPlaneToken, parseConnectionString } from '@heliograph/signalr-access';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { at, payload, startWithClients, v } from './testing/data-plane-fixture.ts';
import { eventually } from './testing/eventually.ts';
import { startService } from './testing/service-fixture.ts';

describe('sending', () => {
  it.for([
    ['/api/v1/hubs/live', ['una1', 'una2', 'bob']],
    [`/api/hubs/live/:send?${v}`, ['una1', 'una2', 'bob']],
    [`/API/Hubs/LIVE/:SEND/?api-version=2022-06-01`, ['una1', 'una2', 'bob']],
    [`/api/hubs/live/:send?${v}&excluded={una1}&excluded={bob}`, ['una2']],
    [`/api/hubs/live/:send?${v}&excluded={una1},{bob}`, ['una1', 'una2', 'bob']],
    ['/api/v1/hubs/live/users/una', ['una1', 'una2']],
    [`/api/hubs/live/users/una/:send?${v}`, ['una1', 'una2']],
    [`/api/hubs/live/users/UNA/:send?${v}`, []],
    ['/api/v1/hubs/live/connections/{bob}', ['bob']],
    [`/api/hubs/live/connections/{bob}/:send?${v}`, ['bob']],
    [`/api/hubs/live/connections/nobody/:send?${v}`, []],
    ['/api/v1/hubs/live/groups/g', ['una2', 'bob']],
    [`/api/hubs/live/groups/g/:send?${v}&excluded={bob}`, ['una2']],
    [`/api/hubs/live/groups/G/:send?${v}`, []],
    [`/api/hubs/other/:send?${v}`, []],
    [`/api/hubs/live/:send?${v}&application=app`, []],
  ] as const)('to %s answers 202 and reaches %j', async ([path, receivers]) => {
    const { service, received, ids } = await startWithClients();
    const call = at(service);
    for (const id of [ids.una2, ids.bob]) {
      expect(await call('PUT', `/api/hubs/live/groups/g/connections/${id}?${v}`)).toBe(200);
    }
    const named = path.replaceAll(/\{(\w+)\}/g, (_, name: keyof typeof ids) => ids[name] ?? '');
    expect(await call('POST', named, payload)).toBe(202);
    // Messages of one sender arrive in order, so everything before this one has arrived with it.
    expect(await call('POST', '/api/v1/hubs/live', { target: 'm', arguments: ['end'] })).toBe(202);
    await eventually(() => received.filter((entry) => entry.endsWith('end')).length === 3);
    expect(received.filter((entry) => entry.endsWith('1')).toSorted()).toEqual(
      receivers.map((name) => `${name} 1`).toSorted(),
    );
  });

  it('needs application/json with a target, in strict JSON', async () => {
    const call = at(await startService());
    const path = `/api/hubs/live/:send?${v}`;
    const bodies: [unknown, number][] = [
      ['{"Target":"m","Arguments":[2]}', 202],
      ['{"target":"m"}', 202],
      ['{"target":"m","arguments":null,"x":1}', 202],
      [`{"target":"m","arguments":${'['.repeat(70)}${']'.repeat(70)}}`, 202],
      ['', 400],
      ['null', 400],
      ['[]', 400],
      ['{"target":', 400],
      ['{"target":"m","arguments":[1]} x', 400],
      ["{'target':'m'}", 400],
      ['{"target":"m","arguments":[1,]}', 400],
      [`{"target":"m","arguments":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 400],
      ['{"target":"m","arguments":[NaN]}', 400],
      ['{"arguments":[]}', 400],
      ['{"target":" "}', 400],
      ['{"target":5}', 400],
      ['{"target":"m","arguments":"x"}', 400],
      ['{"target":"m","arguments":{"a":1}}', 400],
    ];
    for (const [body, status] of bodies)
      expect([body, await call('POST', path, body)]).toEqual([body, status]);
    expect(await call('POST', path)).toBe(400);
  });

  it('refuses a body over 1 MB with 413, announced or not', async () => {
    const service = await startService();
    const path = `/api/hubs/live/:send?${v}`;
    const large = JSON.stringify({ target: 'm', arguments: ['x'.repeat(1024 * 1024)] });
    const chunked = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(large));
        controller.close();
      },
    });
    const connection = parseConnectionString(service.connectionString);
    const token = await createDataPlaneToken({ connection, audience: service.url + path });
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    for (const body of [large, chunked]) {
      const response = await fetch(service.url + path, {
        method: 'POST',
        headers,
        body,
        duplex: 'half',
      } as RequestInit);
      expect(response.status).toBe(413);
      expect(await response.json()).toMatchObject({ code: 'payload-too-large' });
    }
  });

  it('carries arguments to clients byte for byte', async () => {
    const service = await startService();
    const { url, accessToken } = await service.access();
    const socket = new WebSocket(`${url.replace('http', 'ws')}&access_token=${accessToken}`);
    const records: string[] = [];
    socket.on('message', (data: Buffer) =>
      records.push(...String(data).split('\u001e').slice(0, -1)),
    );
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send('{"protocol":"json","version":1}\u001e');
    await eventually(() => records.length === 1);
    const args = '[ 1e400, 12345678901234567890 ,-0.0,"\\ud800",{"a":1,"a":2,"__proto__":3}]';
    await service.call('POST', '/api/v1/hubs/live', `{"arguments": ${args} ,"target":"m"}`);
    await eventually(() => records.length === 2);
    expect(records[1]).toBe(`{"type":1,"target":"m","arguments":${args}}`);
    socket.terminate();
  });
});
