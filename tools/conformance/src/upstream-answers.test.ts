import type { ServerResponse } from 'node:http';
import { expect } from 'vitest';
import { eventually } from './target/eventually.ts';
import { jsonFrames, packFrames } from './target/hub-frames.ts';
import { connectRaw } from './target/raw-socket.ts';
import { itLocally, startService } from './target/service.ts';
import { connectStockClient } from './target/stock-client.ts';
import { complete, onMessage, startUpstream } from './target/test-upstream.ts';

const failed = (status: number) => ({
  type: 3,
  invocationId: '1',
  error: `Invocation failed, status code ${status}`,
});
const done = { type: 3, invocationId: '1' };
const next = { type: 3, invocationId: '2' };

/** What the upstream answers to the invocation 1, and what the client then gets. */
const answers: Record<string, [(response: ServerResponse) => void, object[]]> = {
  'an empty 200': [(response) => response.writeHead(200, { 'Content-Length': 0 }).end(), [done]],
  '204': [(response) => response.writeHead(204).end(), [done]],
  'an empty chunked 200': [
    (response) => {
      response.writeHead(200, { 'Transfer-Encoding': 'chunked' }).flushHeaders();
      response.end();
    },
    [done],
  ],
  'a completion with a result': [
    (response) => response.end(jsonFrames({ ...done, result: 42 })),
    [{ ...done, result: 42 }],
  ],
  'a completion in two chunks': [
    (response) => {
      const body = jsonFrames({ ...done, result: 1 });
      response.write(body.slice(0, 10));
      response.end(body.slice(10));
    },
    [{ ...done, result: 1 }],
  ],
  'several messages': [
    (response) =>
      response.end(jsonFrames({ type: 1, target: 'm', arguments: [] }, { ...done, result: 1 })),
    [
      { type: 1, target: 'm', arguments: [] },
      { ...done, result: 1 },
    ],
  ],
  'a completion of another invocation': [
    (response) => response.end(jsonFrames({ type: 3, invocationId: 'other', result: 42 })),
    [{ type: 3, invocationId: 'other', result: 42 }],
  ],
  '201 with a body': [(response) => response.writeHead(201).end('x'), [failed(201)]],
  '301': [(response) => response.writeHead(301, { Location: '/moved' }).end(), [failed(301)]],
  '307': [(response) => response.writeHead(307, { Location: '/moved' }).end(), [failed(307)]],
  '401': [(response) => response.writeHead(401).end(), [failed(401)]],
  '404': [(response) => response.writeHead(404).end('x'), [failed(404)]],
  '429': [(response) => response.writeHead(429).end(), [failed(429)]],
  '500': [(response) => response.writeHead(500).end(), [failed(500)]],
  '503': [(response) => response.writeHead(503, { 'Retry-After': '1' }).end(), [failed(503)]],
  'a reset connection': [(response) => response.destroy(), [failed(500)]],
};

itLocally.for(Object.entries(answers))(
  'service 5, golden 11, golden 25: to %s the client gets what is documented, once, and its next invocation works',
  async ([, [answer, expected]]) => {
    const upstream = await startUpstream(
      onMessage((request, response) => {
        const { invocationId } = JSON.parse(request.body.toString()) as { invocationId: string };
        if (invocationId === '1') answer(response);
        else response.writeHead(204).end();
      }),
    );
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const client = await connectRaw(service);
    for (const invocationId of ['1', '2']) {
      client.send(jsonFrames({ type: 1, invocationId, target: 'call', arguments: [] }));
    }
    await eventually(() => client.messages().length > expected.length);
    expect(client.messages()).toEqual([...expected, next]);
    // Neither retried nor sent on to another address.
    expect(upstream.of('messages')).toHaveLength(2);
    expect(upstream.requests.every(({ url }) => url === '/')).toBe(true);
  },
);

itLocally('service 5: an answer of more than 16 MiB is refused', async () => {
  const upstream = await startUpstream(
    onMessage((_request, response) => void response.end(Buffer.alloc(16 * 1024 * 1024 + 1, 'x'))),
  );
  const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
  const client = await connectRaw(service);
  client.send(jsonFrames({ type: 1, invocationId: '1', target: 'call', arguments: [] }));
  await eventually(() => client.messages().length > 0);
  expect(client.messages()).toEqual([{ ...done, error: 'Invocation failed, response too large.' }]);
});

itLocally(
  'service 11.7: the answer goes to a MessagePack client as it is, so it must be framed MessagePack',
  async () => {
    const body = packFrames([3, {}, '1', 3, { a: 42 }]);
    const upstream = await startUpstream(
      onMessage((_request, response) => void response.end(body)),
    );
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const client = await connectRaw(service, { protocol: 'messagepack' });
    client.send(packFrames([1, {}, '1', 'call', []]));
    await eventually(() => client.arrived.length > 1);
    expect(client.arrived[1]).toEqual(body);
  },
);

itLocally(
  'service 5: whoever did not ask for an answer gets none, whatever the upstream says',
  async () => {
    const upstream = await startUpstream(
      onMessage((request, response) => {
        if (request.headers['x-asrs-event'] === 'end') response.writeHead(204).end();
        else if (request.headers['x-asrs-event'] === 'fail') response.writeHead(500).end();
        else response.end(jsonFrames({ type: 3, invocationId: '1', result: 1 }));
      }),
    );
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const client = await connectRaw(service);
    client.send(jsonFrames({ type: 1, target: 'tell', arguments: [] }));
    client.send(jsonFrames({ type: 1, target: 'fail', arguments: [] }));
    client.send(jsonFrames({ type: 1, invocationId: '2', target: 'end', arguments: [] }));
    await eventually(() => client.messages().length > 0);
    expect(client.messages()).toEqual([next]);
  },
);

itLocally('service 5: a connected event that fails leaves the client connected', async () => {
  const upstream = await startUpstream((request, response) => {
    response.writeHead(request.headers['x-asrs-event'] === 'connected' ? 401 : 204).end();
  });
  const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
  const client = await connectStockClient(service);
  await expect(client.invoke('call')).resolves.toBeUndefined();
});

itLocally(
  'service 5: nobody at the address of the upstream is an error for whoever asks, and for nobody else',
  async () => {
    const service = await startService({ upstream: [{ urlTemplate: 'http://127.0.0.1:1/' }] });
    const client = await connectStockClient(service);
    await expect(client.invoke('call')).rejects.toThrow('Invocation failed, status code 500');
    expect(client.state).toBe('Connected');
  },
);

itLocally(
  'golden 25, service 5: an upstream that does not answer in time counts as 500; pings go on meanwhile',
  async () => {
    const upstream = await startUpstream(onMessage(() => undefined));
    const service = await startService({
      upstream: [{ urlTemplate: upstream.url }],
      upstreamTimeoutMs: 200,
      limits: { keepAliveMs: 10, heartbeatMs: 5 },
    });
    const client = await connectRaw(service);
    client.send(jsonFrames({ type: 1, invocationId: '1', target: 'call', arguments: [] }));
    await eventually(() => client.messages().length > 0);
    expect(client.messages()).toEqual([failed(500)]);
    expect(client.arrived.filter((chunk) => String(chunk) === jsonFrames({ type: 6 }))).not.toEqual(
      [],
    );
  },
);

itLocally(
  'golden 25, hub 4: one event of a connection is delivered at a time, connected first, and others do not wait',
  async () => {
    let release: () => void = () => undefined;
    const upstream = await startUpstream((request, response) => {
      if (request.headers['x-asrs-event'] === 'slow') release = () => response.writeHead(204).end();
      else response.writeHead(204).end();
    });
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const client = await connectRaw(service, { userId: 'una' });
    client.send(jsonFrames({ type: 1, invocationId: '1', target: 'slow', arguments: [] }));
    client.send(jsonFrames({ type: 1, invocationId: '2', target: 'fast', arguments: [] }));
    await eventually(() => upstream.requests.length === 2);
    const other = await connectStockClient(service);
    await other.invoke('other');
    expect(upstream.events()).not.toContain('messages/fast');
    release();
    await eventually(() => client.messages().length === 2);
    expect(client.messages()).toEqual([done, next]);
  },
);

itLocally('hub 12.17: the connected event of a slow upstream does not stop the pings', async () => {
  const upstream = await startUpstream(() => undefined);
  const service = await startService({
    upstream: [{ urlTemplate: upstream.url }],
    upstreamTimeoutMs: 60_000,
    limits: { keepAliveMs: 10, heartbeatMs: 5 },
  });
  const client = await connectRaw(service);
  await eventually(() => client.arrived.length > 3);
  expect(client.arrived.slice(1).every((chunk) => chunk === jsonFrames({ type: 6 }))).toBe(true);
});

itLocally(
  'hub 12.6: a completion without a result resolves to undefined, one with null to null',
  async () => {
    const upstream = await startUpstream(
      onMessage((request, response) => {
        if (request.headers['x-asrs-event'] === 'nothing') response.writeHead(204).end();
        else complete(request, response, null);
      }),
    );
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const client = await connectStockClient(service);
    expect(await client.invoke('nothing')).toBeUndefined();
    expect(await client.invoke('something')).toBeNull();
  },
);

itLocally(
  'hub 4, hub 12.10: a target goes to the upstream as it is spelled, and clients find theirs in any case',
  async () => {
    const upstream = await startUpstream();
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const client = await connectStockClient(service);
    await client.invoke('WatchBoard');
    expect(upstream.events()).toEqual(['connections/connected', 'messages/WatchBoard']);
  },
);

itLocally('golden 15: more than ten arguments reach the upstream', async () => {
  const upstream = await startUpstream();
  const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
  for (const protocol of ['json', 'messagepack'] as const) {
    const client = await connectStockClient(service, { protocol });
    await client.invoke('call', ...Array.from({ length: 25 }, (_, index) => index));
  }
  expect(upstream.of('messages')).toHaveLength(2);
});

itLocally('golden 16: arguments reach the upstream byte for byte', async () => {
  const upstream = await startUpstream();
  const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
  const client = await connectRaw(service);
  const message =
    '{ "type":1,"target":"call","arguments":[123456789012345678901,1e400,-0.0,"2020-01-01T00:00:00.000"] }';
  client.send(`${message}\u001e`);
  await eventually(() => upstream.of('messages').length === 1);
  expect(String(upstream.of('messages')[0]?.body)).toBe(message);
});
