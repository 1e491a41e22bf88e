import type { IHttpConnectionOptions } from '@microsoft/signalr';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { clientAccess } from './target/access.ts';
import { call } from './target/data-plane.ts';
import { eventually } from './target/eventually.ts';
import { jsonFrames } from './target/hub-frames.ts';
import { openSocket, UpgradeRefused, type RawSocket } from './target/raw-socket.ts';
import { itLocally, startService, type Service } from './target/service.ts';
import { createStockClient, receivedBy } from './target/stock-client.ts';
import { startUpstream } from './target/test-upstream.ts';

async function negotiate(service: Service, query = '&useStatefulReconnect=true') {
  const { url, accessToken } = await clientAccess(service);
  const headers = { Authorization: `Bearer ${accessToken}` };
  const address = url.replace('/client/?', '/client/negotiate?');
  const response = await fetch(`${address}&negotiateVersion=1${query}`, {
    method: 'POST',
    headers,
  });
  const body = (await response.json()) as { connectionToken: string; useStatefulReconnect?: true };
  const open = (): Promise<RawSocket> =>
    openSocket(`${url}&id=${body.connectionToken}`, { headers });
  return { body, open };
}

const send = (service: Service, n: number) =>
  call(service, 'POST', ':send', { body: { target: 'm', arguments: [n] } });
const item = (n: number) => ({ type: 1, target: 'm', arguments: [n] });

/** Everything that arrived on a socket, read as JSON messages, without pings. */
const allOf = ({ arrived }: RawSocket): unknown[] =>
  arrived
    .flatMap((chunk) => String(chunk).split('\u001e').slice(0, -1))
    .map((json) => JSON.parse(json) as { type?: number })
    .filter(({ type }) => type !== 6);

it('hub 8: stateful reconnect is offered when it is asked for, and only then', async () => {
  const service = await startService();
  expect((await negotiate(service)).body).toMatchObject({ useStatefulReconnect: true });
  expect((await negotiate(service, '')).body).not.toHaveProperty('useStatefulReconnect');
});

it('hub 8: what a client did not acknowledge is sent again on its new socket, after its number', async () => {
  const service = await startService();
  const { open } = await negotiate(service);
  const first = await open();
  first.send(jsonFrames({ protocol: 'json', version: 2 }));
  await eventually(() => first.arrived.length > 0);
  for (const n of [1, 2, 3]) await send(service, n);
  await eventually(() => allOf(first).length === 4);
  first.send(jsonFrames({ type: 8, sequenceId: 1 }));
  first.webSocket.terminate();
  await send(service, 4);
  const second = await open();
  second.send(jsonFrames({ type: 9, sequenceId: 1 }));
  await eventually(() => allOf(second).length >= 4);
  expect(allOf(second)).toEqual([{ type: 9, sequenceId: 2 }, item(2), item(3), item(4)]);
});

itLocally('hub 8: what a client sends twice is delivered once, and acknowledged', async () => {
  const upstream = await startUpstream();
  const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
  const { open } = await negotiate(service);
  const first = await open();
  const call = (n: number) => ({ type: 1, target: `t${n}`, arguments: [] });
  first.send(jsonFrames({ protocol: 'json', version: 2 }, call(1), call(2)));
  await eventually(() => upstream.of('messages').length === 2);
  await eventually(() => allOf(first).some((m) => (m as { type?: number }).type === 8));
  expect(allOf(first)).toContainEqual({ type: 8, sequenceId: 2 });
  first.webSocket.terminate();
  const second = await open();
  second.send(jsonFrames({ type: 9, sequenceId: 2 }, call(2), call(3)));
  await eventually(() => upstream.of('messages').length >= 3);
  expect(upstream.events()).toEqual([
    'connections/connected',
    'messages/t1',
    'messages/t2',
    'messages/t3',
  ]);
});

it.for(['json', 'messagepack'] as const)(
  'hub 8: a stock client keeps its connection over a cut socket and misses nothing (%s)',
  async (protocol) => {
    const service = await startService();
    const sockets: WebSocket[] = [];
    class TrackedWebSocket extends WebSocket {
      constructor(...args: ConstructorParameters<typeof WebSocket>) {
        super(...args);
        sockets.push(this);
      }
    }
    // What Node's client opens its sockets with; the option is not in its type declarations.
    const http: IHttpConnectionOptions & { WebSocket: unknown } = { WebSocket: TrackedWebSocket };
    const events: string[] = [];
    const client = await createStockClient(service, {
      protocol,
      stateful: true,
      reconnect: [0],
      http,
      prepare: (connection) => {
        connection.onreconnecting(() => void events.push('reconnecting'));
        connection.onclose(() => void events.push('closed'));
      },
    });
    const received = receivedBy(client);
    await client.start();
    const id = client.connectionId;
    await send(service, 1);
    await eventually(() => received.length === 1);
    sockets[0]?.terminate();
    await send(service, 2);
    await eventually(() => received.length === 2);
    expect([received, client.connectionId, events]).toEqual([[[1], [2]], id, []]);
    expect(sockets).toHaveLength(2);
  },
);

it('hub 8: a client that then shakes hands with version 1 does without', async () => {
  const service = await startService();
  const { open } = await negotiate(service);
  const first = await open();
  first.send(jsonFrames({ protocol: 'json', version: 1 }));
  await eventually(() => first.arrived.length > 0);
  await send(service, 1);
  await eventually(() => allOf(first).length === 2);
  first.webSocket.terminate();
  let status = 0;
  while (status !== 404) status = await open().then(() => 101, statusOf);
});

it('hub 8: a client that says goodbye is gone at once', async () => {
  const service = await startService();
  const { open } = await negotiate(service);
  const first = await open();
  first.send(jsonFrames({ protocol: 'json', version: 2 }, { type: 7 }));
  await first.closed();
  let status = 0;
  while (status !== 404) status = await open().then(() => 101, statusOf);
});

itLocally(
  'hub 8: a client that stays away for too long is gone, and the upstream learns it then',
  async () => {
    const upstream = await startUpstream();
    const service = await startService({
      upstream: [{ urlTemplate: upstream.url }],
      limits: { resumeWindowMs: 50, heartbeatMs: 5 },
    });
    const { open } = await negotiate(service);
    const first = await open();
    first.send(jsonFrames({ protocol: 'json', version: 2 }));
    await eventually(() => upstream.requests.length === 1);
    first.webSocket.terminate();
    await eventually(() => upstream.requests.length === 2);
    expect(upstream.events()).toEqual(['connections/connected', 'connections/disconnected']);
    expect(await open().then(() => 101, statusOf)).toBe(404);
  },
);

it('hub 8: a client that claims to have sent more than arrived is closed', async () => {
  const service = await startService();
  const { open } = await negotiate(service);
  const first = await open();
  first.send(jsonFrames({ protocol: 'json', version: 2 }));
  await eventually(() => first.arrived.length > 0);
  first.webSocket.terminate();
  const second = await open();
  second.send(jsonFrames({ type: 9, sequenceId: 100 }));
  await second.closed();
  expect(allOf(second)).toContainEqual(expect.objectContaining({ type: 7 }));
});

function statusOf(error: unknown): number {
  if (error instanceof UpgradeRefused) return error.status;
  throw error;
}

itLocally(
  'hub 8: a service with a window of 0 does not announce it, and a client that asks does without',
  async () => {
    const service = await startService({ limits: { resumeWindowMs: 0 } });
    expect((await negotiate(service)).body).not.toHaveProperty('useStatefulReconnect');
    const client = await createStockClient(service, { stateful: true });
    const received = receivedBy(client);
    await client.start();
    await send(service, 1);
    await eventually(() => received.length === 1);
  },
);
