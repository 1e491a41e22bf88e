import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { eventually } from './testing/eventually.ts';
import { startService, type ServiceFixture } from './testing/service-fixture.ts';
import { startUpstream } from './testing/upstream-recorder.ts';

/**
 * What recordings of Microsoft's emulator show, where its behaviour is the one to have or to do
 * better. `{}` stands for the accepted handshake.
 */
async function openRaw(service: ServiceFixture, hub = 'msg') {
  const { accessToken } = await service.access({ hub });
  const url = `${service.url.replace('http', 'ws')}/client/?hub=${hub}&access_token=${accessToken}`;
  const socket = new WebSocket(url);
  const records: string[] = [];
  socket.on('message', (data: Buffer) => {
    records.push(...String(data).split('\u001e').slice(0, -1));
  });
  onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  socket.send('{"protocol":"json","version":1}\u001e');
  await eventually(() => records.length === 1);
  return { socket, records, send: (record: string) => socket.send(`${record}\u001e`) };
}

describe('messages of a client', () => {
  it.for([
    '{"type":1,"target":"fire","arguments":[1,"x"]}',
    '{ "arguments" : [ 1 ] , "x": 1, "target":"fire", "invocationId":"9", "type":1 }',
    '{"type":1,"headers":{"k":"v"},"target":"fire","arguments":[]}',
    '{"type":1,"invocationId":"1","target":"fire","arguments":[],"streamIds":["2"]}',
    '{"type":1,"invocationId":"1","target":"fire","arguments":[0,1,2,3,4,5,6,7,8,9,10]}',
    '{"type":1,"target":"fire","arguments":[12345678901234567890,"2020-01-02T03:04:05.1000Z"]}',
  ])('%s go upstream as they are', async (record) => {
    const upstream = await startUpstream();
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const client = await openRaw(service);
    client.send(record);
    await eventually(() => upstream.messages().length === 1);
    expect(String(upstream.messages()[0]?.body)).toBe(record);
    const { invocationId } = JSON.parse(record) as { invocationId?: string };
    if (invocationId === undefined) return;
    await eventually(() => client.records.length === 2);
    expect(client.records[1]).toBe(`{"type":3,"invocationId":"${invocationId}"}`);
  });

  it.for([
    '{"type":2,"invocationId":"2","item":5}',
    '{"type":3,"invocationId":"x","result":1}',
    '{"type":4,"invocationId":"1","target":"stream","arguments":[]}',
    '{"type":5,"invocationId":"1"}',
    '{"type":6}',
    '{"type":8,"sequenceId":1}',
    '{"type":9,"sequenceId":1}',
    '{"type":99}',
  ])('%s stay here and leave the connection open', async (record) => {
    const upstream = await startUpstream();
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const client = await openRaw(service);
    client.send(record);
    client.send('{"type":1,"invocationId":"7","target":"after","arguments":[]}');
    await eventually(() => client.records.length === 2);
    expect(client.records).toEqual(['{}', '{"type":3,"invocationId":"7"}']);
    expect(upstream.messages()).toHaveLength(1);
  });

  it.for([
    ['{"type":1,"target":"","arguments":[]}', "Missing required property 'target'."],
    ['{"type":1,"target":"fire"}', "Missing required property 'arguments'."],
    [
      '{"type":3,"invocationId":"x","result":1,"error":"e"}',
      "The 'error' and 'result' properties are mutually exclusive.",
    ],
    ['{"protocol":"json","version":1}', "Missing required property 'type'."],
  ])('%s close it with leave to reconnect; the detail goes upstream', async ([record, detail]) => {
    const upstream = await startUpstream();
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const client = await openRaw(service);
    const closed = once(client.socket, 'close');
    client.send(record ?? '');
    const [code] = (await closed) as [number];
    expect(code).toBe(1000);
    expect(client.records.at(-1)).toBe(
      '{"type":7,"error":"Connection closed with an error.","allowReconnect":true}',
    );
    await eventually(() => upstream.requests.length === 2);
    expect(JSON.parse(String(upstream.requests[1]?.body))).toEqual({ type: 11, error: detail });
  });

  it('in a turn of their own reach the upstream with the first spelling of the hub', async () => {
    const upstream = await startUpstream();
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const first = await openRaw(service, 'Live');
    const second = await openRaw(service, 'LIVE');
    first.send('{"type":1,"target":"a","arguments":[]}');
    second.send('{"type":1,"target":"b","arguments":[]}');
    await eventually(() => upstream.messages().length === 2);
    for (const { headers } of upstream.messages()) expect(headers['x-asrs-hub']).toBe('Live');
  });
});

describe('closing over the data plane', () => {
  it('sends the reason with leave to reconnect, and ends the socket of who ignores it', async () => {
    const service = await startService({ limits: { closeGraceMs: 50 } });
    const client = await openRaw(service);
    const closed = once(client.socket, 'close');
    const path = '/api/hubs/msg/:closeConnections?api-version=2024-12-01&reason=bye';
    expect((await service.call('POST', path)).status).toBe(204);
    await closed;
    expect(client.records[1]).toBe('{"type":7,"error":"bye","allowReconnect":true}');
  });
});
