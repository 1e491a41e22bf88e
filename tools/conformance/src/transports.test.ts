import { expect, it } from 'vitest';
import { clientAccess, forgeToken, secondsFromNow } from './target/access.ts';
import { call } from './target/data-plane.ts';
import { eventually } from './target/eventually.ts';
import { jsonFrames } from './target/hub-frames.ts';
import { openEvents, openPolling } from './target/raw-http-transport.ts';
import { openSocket, upgradeStatus, type RawSocket } from './target/raw-socket.ts';
import { itLocally, startService } from './target/service.ts';
import {
  connectStockClient,
  createStockClient,
  everyWay,
  receivedBy,
} from './target/stock-client.ts';
import { complete, onMessage, startUpstream } from './target/test-upstream.ts';

it.for(everyWay)(
  'hub 11: a stock client over %s in %s gets broadcasts of every kind of value, also with line breaks',
  async ([transport, protocol]) => {
    const service = await startService();
    const client = await createStockClient(service, { transport, protocol });
    const received = receivedBy(client);
    await client.start();
    const values = [1.5, -7, 'é\n\r\n"', true, null, ['x', [0]], { a: { b: 'c' } }, ''];
    await call(service, 'POST', ':send', { body: { target: 'M', arguments: values } });
    await eventually(() => received.length === 1);
    expect(received).toEqual([values]);
  },
);

itLocally.for(everyWay)(
  'hub 11: a stock client over %s in %s invokes, sends and stops, and the upstream learns of all of it in order',
  async ([transport, protocol]) => {
    const upstream = await startUpstream(
      onMessage((request, response) => {
        const isJson = request.headers['content-type'] === 'application/json';
        if (isJson && request.headers['x-asrs-event'] === 'ask') complete(request, response, 42);
        else response.end();
      }),
    );
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const client = await connectStockClient(service, { transport, protocol, userId: 'una' });
    expect(await client.invoke('ask')).toBe(protocol === 'json' ? 42 : undefined);
    await client.send('tell', 'x');
    await client.stop();
    await eventually(() => upstream.requests.length === 4);
    expect(upstream.events()).toEqual([
      'connections/connected',
      'messages/ask',
      'messages/tell',
      'connections/disconnected',
    ]);
    for (const { headers } of upstream.requests) expect(headers['x-asrs-user-id']).toBe('una');
  },
);

it('hub 12.3, hub 11: the first poll answers at once and empty, before any handshake', async () => {
  const polling = await openPolling(await startService());
  const first = await polling.poll();
  expect([first.status, first.text, first.headers.get('content-type')]).toEqual([
    200,
    '',
    'application/octet-stream',
  ]);
  expect(first.headers.get('cache-control')).toMatch(/no-cache/);
});

it('hub 11: a poll waits for something to tell; what is sent meanwhile is its answer', async () => {
  const service = await startService();
  const polling = await openPolling(service);
  await polling.poll();
  const post = await polling.post(jsonFrames({ protocol: 'json', version: 1 }));
  expect([post.status, post.text]).toEqual([200, '']);
  expect((await polling.poll()).text).toBe('{}\u001e');
  const { answer } = await polling.waitingPoll();
  await call(service, 'POST', ':send', { body: { target: 'm', arguments: [1] } });
  expect((await answer).text).toBe(jsonFrames({ type: 1, target: 'm', arguments: [1] }));
});

itLocally(
  'hub 12.4, hub 11: a poll without news ends with an empty 200, which means: poll again',
  async () => {
    const service = await startService({ limits: { pollTimeoutMs: 500, heartbeatMs: 5 } });
    const polling = await openPolling(service);
    await polling.poll();
    await polling.post(jsonFrames({ protocol: 'json', version: 1 }));
    await polling.poll();
    const { status, text } = await polling.poll();
    expect([status, text]).toEqual([200, '']);
    await call(service, 'POST', ':send', { body: { target: 'm' } });
    expect((await polling.poll()).text).toBe(jsonFrames({ type: 1, target: 'm', arguments: [] }));
  },
);

it('hub 12.4, hub 11: 204 ends the connection: after a newer poll the older one gets it', async () => {
  const polling = await openPolling(await startService());
  await polling.poll();
  await polling.post(jsonFrames({ protocol: 'json', version: 1 }));
  await polling.poll();
  const { ended, answer } = await polling.waitingPoll();
  expect(ended.status).toBe(204);
  expect((await polling.delete()).status).toBe(202);
  expect((await answer).status).toBe(204);
});

it('hub 11: DELETE ends a polling client; its id is gone then', async () => {
  const polling = await openPolling(await startService());
  await polling.poll();
  await polling.post(jsonFrames({ protocol: 'json', version: 1 }));
  await polling.poll();
  expect((await polling.delete()).status).toBe(202);
  expect([204, 404]).toContain((await polling.poll()).status);
  expect((await polling.post(jsonFrames({ type: 6 }))).status).toBe(404);
});

itLocally(
  'hub 11: a client that does not poll again in time is gone, and the upstream learns it',
  async () => {
    const upstream = await startUpstream();
    const service = await startService({
      upstream: [{ urlTemplate: upstream.url }],
      limits: { disconnectTimeoutMs: 1_000, heartbeatMs: 5 },
    });
    const polling = await openPolling(service);
    await polling.poll();
    await polling.post(jsonFrames({ protocol: 'json', version: 1 }));
    await polling.poll();
    await eventually(() => upstream.requests.length === 2);
    expect(upstream.events()).toEqual(['connections/connected', 'connections/disconnected']);
    expect((await polling.poll()).status).toBe(404);
  },
);

it('hub 11: an event stream starts with a comment and carries each message as an event', async () => {
  const service = await startService();
  const events = await openEvents(service);
  expect(events.status).toBe(200);
  expect(events.headers.get('content-type')).toBe('text/event-stream');
  expect(events.headers.get('cache-control')).toMatch(/^no-cache, ?no-store$/);
  expect(events.headers.get('content-encoding')).toBe('identity');
  await eventually(() => events.text() === ':\r\n');
  const post = await events.post(jsonFrames({ protocol: 'json', version: 1 }));
  expect([post.status, post.text]).toEqual([200, '']);
  await eventually(() => events.text() === ':\r\ndata: {}\u001e\r\n\r\n');
});

it('hub 12.15: a line break inside an event becomes another data line', async () => {
  const service = await startService();
  const events = await openEvents(service);
  await events.post(jsonFrames({ protocol: 'json', version: 1 }));
  // Arguments reach clients byte for byte, so this one is sent with a line break between its parts.
  await call(service, 'POST', ':send', { body: '{"target":"m","arguments":[1,\n2]}' });
  await eventually(() => events.text().endsWith('\u001e\r\n\r\n') && events.text().includes('[1,'));
  const [, , event] = events.text().split(/(?<=\r\n)\r\n|^:\r\n/m);
  const data = (event ?? '').split('\r\n').map((line) => line.replace(/^data: /, ''));
  expect(JSON.parse(data.join('\n').replace('\u001e', ''))).toEqual({
    type: 1,
    target: 'm',
    arguments: [1, 2],
  });
  expect(event?.match(/^data: /gm)).toHaveLength(2);
});

it('hub 2: MessagePack is refused on a transport that carries text alone', async () => {
  const service = await startService();
  const events = await openEvents(service);
  await events.post(jsonFrames({ protocol: 'messagepack', version: 1 }));
  await eventually(() => events.text().includes('data:'));
  expect(events.text()).toContain(
    "Cannot use the 'messagepack' protocol on the current transport. The transport does not support 'Binary' transfer format.",
  );
});

it('hub 11: plain requests without a connection get the answers that clients know', async () => {
  const service = await startService();
  const { url, accessToken } = await clientAccess(service);
  const headers = { Authorization: `Bearer ${accessToken}` };
  const answer = async (method: string, query: string) => {
    const response = await fetch(url + query, { method, headers });
    return [response.status, await response.text()];
  };
  for (const method of ['GET', 'POST', 'DELETE']) {
    expect(await answer(method, '')).toEqual([400, 'Connection ID required']);
    expect(await answer(method, '&id=unknown')).toEqual([404, 'No Connection with that ID']);
  }
  expect((await answer('PUT', '&id=unknown'))[0]).toBe(405);
});

it('hub 11: a connection keeps its transport for life, and WebSockets take no POST and no DELETE', async () => {
  const service = await startService();
  const polling = await openPolling(service);
  await polling.poll();
  const changed = await polling.poll({ Accept: 'text/event-stream' });
  expect([changed.status, changed.text]).toEqual([400, 'Cannot change transports mid-connection']);
  expect(await upgradeStatus(polling.address, { headers: polling.authorization })).toBe(400);
  const socket = await openPolling(service);
  const headers = socket.authorization;
  expect(await upgradeStatus(socket.address, { headers })).toBe(101);
  const posted = await socket.post(jsonFrames({ type: 6 }));
  expect([posted.status, posted.text]).toEqual([
    405,
    'POST requests are not allowed for WebSocket connections.',
  ]);
  expect((await socket.delete()).status).toBe(400);
  const events = await openEvents(service);
  const deleted = await events.delete();
  expect([deleted.status, deleted.text]).toEqual([
    400,
    'Cannot terminate this connection using the DELETE endpoint.',
  ]);
});

itLocally('hub 10: an event stream and polls bring their token with every request', async () => {
  const service = await startService();
  const polling = await openPolling(service);
  expect((await polling.poll({ Authorization: 'Bearer x' })).status).toBe(401);
  expect((await polling.poll()).status).toBe(200);
});

it('hub 11: an upgrade is answered without a sub-protocol, whatever a client offers', async () => {
  const { address, authorization: headers } = await openPolling(await startService());
  const { webSocket } = await openSocket(address, { headers });
  expect(webSocket.protocol).toBe('');
});

it('service 2: a token that has expired ends polling, but not an open WebSocket', async () => {
  const service = await startService();
  const aud = `${service.url}/client/?hub=${service.hub}`;
  const polling = await openPolling(service);
  await polling.poll();
  const tokenFor = (seconds: number) =>
    `Bearer ${forgeToken(service, { claims: { aud, exp: secondsFromNow(seconds) } })}`;
  expect((await polling.poll({ Authorization: tokenFor(-1) })).status).toBe(401);

  let Authorization = '';
  let socket: RawSocket | undefined;
  while (socket === undefined) {
    // On a busy machine a token may end before it has opened anything.
    Authorization = tokenFor(1);
    socket = await openSocket(aud, { headers: { Authorization } }).catch(() => undefined);
  }
  const { arrived, send } = socket;
  send(jsonFrames({ protocol: 'json', version: 1 }));
  while ((await upgradeStatus(aud, { headers: { Authorization } })) !== 401);
  await call(service, 'POST', ':send', { body: { target: 'm' } });
  await eventually(() => arrived.length > 1);
  expect(socket.closeCode).toBeUndefined();
});
