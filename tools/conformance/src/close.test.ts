import type { HubConnection } from '@microsoft/signalr';
import { expect, it } from 'vitest';
import { call, type ApiVersion } from './target/data-plane.ts';
import { eventually } from './target/eventually.ts';
import { jsonFrames, packFrames } from './target/hub-frames.ts';
import { gather } from './target/gathering.ts';
import { openEvents, openPolling } from './target/raw-http-transport.ts';
import { connectRaw, openHubSocket } from './target/raw-socket.ts';
import { itLocally, startService, type Service } from './target/service.ts';
import { connectStockClient, everyWay } from './target/stock-client.ts';
import { startUpstream } from './target/test-upstream.ts';

const body = { target: 'm' };

/** The id of the only connection of a user, who therefore has to be alone. */
async function idOf(service: Service, userId: string): Promise<string> {
  await call(service, 'PUT', `users/${userId}/groups/alone`);
  const { text } = await call(service, 'GET', 'groups/alone/connections');
  const { value } = JSON.parse(text) as { value: { connectionId: string }[] };
  return value[0]?.connectionId ?? '';
}

it.for([
  ['v1', 202],
  ['2022-06-01', 200],
  ['2024-12-01', 200],
] as const)(
  'golden 7, service 11.13, service 11.5, service 3.5: closing a connection sends Close with the reason and leave to reconnect (%s: %i)',
  async ([version, status]) => {
    const service = await startService();
    for (const protocol of ['json', 'messagepack'] as const) {
      const client = await connectRaw(service, { userId: protocol, protocol });
      const path = `connections/${await idOf(service, protocol)}?reason=moved%20away`;
      expect((await call(service, 'DELETE', path, { version })).status).toBe(status);
      expect(await client.closed()).toBe(1000);
      expect(client.messages()).toEqual(
        protocol === 'json'
          ? [{ type: 7, error: 'moved away', allowReconnect: true }]
          : [[7, 'moved away', true]],
      );
      await call(service, 'DELETE', `users/${protocol}/groups`);
    }
  },
);

it.for(['v1', '2022-06-01'] as const)(
  'service 11.5: closing a connection that is not there succeeds (%s)',
  async (version: ApiVersion) => {
    const { status } = await call(await startService(), 'DELETE', 'connections/nobody', {
      version,
    });
    expect(status).toBe(version === 'v1' ? 202 : 200);
  },
);

itLocally('golden 7: the upstream is told of no error when the application closed', async () => {
  const upstream = await startUpstream();
  const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
  await connectRaw(service, { userId: 'una' });
  await call(service, 'POST', 'users/una/:closeConnections?reason=moved');
  await eventually(() => upstream.requests.length === 2);
  expect(String(upstream.requests[1]?.body)).toBe('{"type":11}');
});

it('golden 7: without a reason Close has no error', async () => {
  const service = await startService();
  const client = await connectRaw(service, { userId: 'una' });
  await call(service, 'DELETE', `connections/${await idOf(service, 'una')}`);
  await client.closed();
  expect(client.messages()).toEqual([{ type: 7, allowReconnect: true }]);
});

itLocally(
  'golden 7: the socket of a client that ignores Close is ended after a grace',
  async () => {
    const upstream = await startUpstream();
    const service = await startService({
      upstream: [{ urlTemplate: upstream.url }],
      limits: { closeGraceMs: 30, heartbeatMs: 5 },
    });
    const client = await connectRaw(service, { userId: 'una' });
    client.webSocket.pause(); // reads nothing any more, so it does not answer the closing handshake
    await call(service, 'POST', 'users/una/:closeConnections');
    await eventually(() => upstream.requests.length === 2);
    client.webSocket.resume();
    await client.closed();
    expect((await call(service, 'HEAD', 'users/una')).status).toBe(404);
  },
);

it.for([
  ['', ['bob', 'una1', 'una2']],
  ['users/una/', ['una1', 'una2']],
  ['groups/g/', ['bob', 'una1']],
] as const)(
  'golden 1, service 3.5: %s:closeConnections closes all but those excluded, and answers 204',
  async ([prefix, concerned]) => {
    const service = await startService();
    const closed: string[] = [];
    const prepareFor = (name: string) => ({
      prepare: (client: HubConnection) =>
        client.onclose((error) => void closed.push(`${name}: ${error?.message}`)),
    });
    const people = await gather(service, {
      bob: { userId: 'bob', ...prepareFor('bob') },
      una1: { userId: 'una', ...prepareFor('una1') },
      una2: { userId: 'una', ...prepareFor('una2') },
    });
    for (const name of ['bob', 'una1'] as const) {
      await call(service, 'PUT', `groups/g/connections/${people.id(name)}`);
    }
    const path = `${prefix}:closeConnections?reason=bye&excluded=${people.id('una1')}`;
    expect((await call(service, 'POST', path)).status).toBe(204);
    const expected = concerned.filter((name) => name !== 'una1');
    await eventually(() => closed.length === expected.length);
    expect(closed.toSorted()).toEqual(
      expected.map((name) => `${name}: Server returned an error on close: bye`),
    );
    expect(people.client('una1').state).toBe('Connected');
    const { status } = await call(service, 'HEAD', `connections/${people.id('una1')}`);
    expect(status).toBe(200);
  },
);

it.for(everyWay)(
  'hub 12.5, golden 7: a stock client with automatic reconnect comes back after such a Close (%s, %s)',
  async ([transport, protocol]) => {
    const service = await startService();
    const events: string[] = [];
    const client = await connectStockClient(service, {
      transport,
      protocol,
      reconnect: [0, 10],
      prepare: (connection) => {
        connection.onreconnecting((error) => void events.push(`reconnecting ${error?.message}`));
        connection.onreconnected(
          (id) => void events.push(id === undefined ? 'no id' : 'reconnected'),
        );
      },
    });
    const before = client.connectionId;
    await call(service, 'DELETE', `connections/${before}?reason=moved`);
    await eventually(() => events.length === 2);
    expect(events).toEqual([
      'reconnecting Server returned an error on close: moved',
      'reconnected',
    ]);
    expect(client.connectionId).not.toBe(before);
  },
);

itLocally(
  'golden 9, hub 12.5: a service that stops says Close with leave to reconnect on all three transports',
  async () => {
    const service = await startService();
    const sockets = [
      await connectRaw(service),
      await connectRaw(service, { protocol: 'messagepack' }),
    ];
    const events = await openEvents(service);
    await events.post(jsonFrames({ protocol: 'json', version: 1 }));
    const polling = await openPolling(service);
    await polling.poll();
    await polling.post(jsonFrames({ protocol: 'json', version: 1 }));
    await polling.poll();
    const waiting = await polling.waitingPoll();
    await eventually(() => events.text().includes('data: {}'));
    const stopped = service.stop();
    const goodbye = jsonFrames({ type: 7, allowReconnect: true });
    expect((await waiting.answer).text).toBe(goodbye);
    await eventually(() => events.ended());
    expect(events.text()).toContain(`data: ${goodbye}\r\n\r\n`);
    for (const socket of sockets) expect(await socket.closed()).toBe(1000);
    expect(sockets.map((socket) => socket.messages())).toEqual([
      [{ type: 7, allowReconnect: true }],
      [[7, null, true]],
    ]);
    await stopped;
  },
);

itLocally('golden 9: a service that stops tells the upstream of each end', async () => {
  const upstream = await startUpstream();
  const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
  await connectRaw(service);
  await connectStockClient(service, { transport: 'ServerSentEvents' });
  await service.stop();
  expect(upstream.events().toSorted()).toEqual([
    'connections/connected',
    'connections/connected',
    'connections/disconnected',
    'connections/disconnected',
  ]);
});

itLocally(
  'golden 9: an upstream that does not answer does not keep a service from stopping',
  async () => {
    const upstream = await startUpstream(() => undefined);
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    await connectRaw(service);
    await eventually(() => upstream.requests.length === 1);
    await service.stop();
  },
);

itLocally(
  'golden 9: a client that owes its handshake when the service stops gets its answer',
  async () => {
    const service = await startService();
    const socket = await openHubSocket(service);
    await service.stop();
    expect(await socket.closed()).toBe(1000);
    expect(socket.arrived).toEqual([jsonFrames({ error: 'Handshake was canceled.' })]);
  },
);

itLocally.for([
  ['json', jsonFrames({ type: 7 }), {}],
  ['json', jsonFrames({ type: 7, error: 'oops' }), { error: 'oops' }],
  ['messagepack', packFrames([7, null]), {}],
] as const)(
  'hub 7: a client that says Close is gone, without an answer (%s)',
  async ([protocol, goodbye, expected]) => {
    const upstream = await startUpstream();
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const client = await connectRaw(service, { protocol });
    client.send(goodbye);
    expect(await client.closed()).toBe(1000);
    expect(client.messages()).toEqual([]);
    await eventually(() => upstream.requests.length === 2);
    expect(JSON.parse(String(upstream.requests[1]?.body))).toMatchObject({ type: 11, ...expected });
  },
);

itLocally.for(['a close frame', 'a close frame with a code of its own', 'a cut connection'])(
  'hub 11: after %s the upstream learns of the end',
  async (how) => {
    const upstream = await startUpstream();
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const { webSocket } = await connectRaw(service);
    if (how === 'a close frame') webSocket.close(1000);
    else if (how === 'a cut connection') webSocket.terminate();
    else webSocket.close(3000, 'reason');
    await eventually(() => upstream.requests.length === 2);
    expect(JSON.parse(String(upstream.requests[1]?.body))).toMatchObject({ type: 11 });
  },
);

itLocally('hub 7: a stock client that stops leaves nothing behind', async () => {
  const upstream = await startUpstream();
  const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
  const client = await connectStockClient(service, { userId: 'una' });
  await client.stop();
  await eventually(() => upstream.requests.length === 2);
  expect((await call(service, 'HEAD', 'users/una')).status).toBe(404);
  expect((await call(service, 'POST', 'users/una/:send', { body })).status).toBe(202);
});
