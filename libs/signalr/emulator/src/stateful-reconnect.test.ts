import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { createClientAccess, parseConnectionString } from '@heliograph/signalr-access';
import {
  HubConnectionBuilder,
  HubConnectionState,
  JsonHubProtocol,
  LogLevel,
  type HubConnection,
} from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from './testing/eventually.ts';
import { startService } from './testing/service-fixture.ts';
import { startUpstream } from './testing/upstream-recorder.ts';

const protocols = [new JsonHubProtocol(), new MessagePackHubProtocol()];
const send = '/api/hubs/live/:send?api-version=2024-12-01';

/** Stands between client and service; `cut` breaks every socket as a pulled cable would. */
async function startProxy(servicePort: number) {
  const sockets = new Set<Socket>();
  let accepted = 0;
  const server = createServer((client) => {
    accepted += 1;
    const service = connect(servicePort, '127.0.0.1');
    for (const socket of [client, service]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    client.on('close', () => service.destroy()).pipe(service);
    service.on('close', () => client.destroy()).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  const close = (): void => {
    server.close();
    cut();
  };
  onTestFinished(close);
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, cut, close, accepted: () => accepted };
}

async function startSession({ protocol = protocols[0], resumeWindowMs = 30_000 } = {}) {
  const upstream = await startUpstream();
  const service = await startService({
    upstream: [{ urlTemplate: upstream.url }],
    limits: { heartbeatMs: 20, resumeWindowMs },
  });
  const proxy = await startProxy(service.port);
  const connection = {
    ...parseConnectionString(service.connectionString),
    endpoint: proxy.endpoint,
  };
  const { url, accessToken } = await createClientAccess({ connection, hub: 'live', userId: 'una' });
  const client: HubConnection = new HubConnectionBuilder()
    .withUrl(url, { accessTokenFactory: () => accessToken })
    .withStatefulReconnect()
    .withHubProtocol(protocol ?? new JsonHubProtocol())
    .configureLogging(LogLevel.None)
    .build();
  const received: unknown[] = [];
  client.on('m', (n: unknown) => received.push(n));
  onTestFinished(() => client.stop());
  await client.start();
  const events = () =>
    upstream.requests
      .filter(({ headers }) => headers['x-asrs-category'] === 'connections')
      .map(({ headers }) => headers['x-asrs-event']);
  return { upstream, service, proxy, client, received, events };
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

describe('the stock client with stateful reconnect', () => {
  it.for(protocols)('$name: loses nothing and gets nothing twice', async (protocol) => {
    const { upstream, service, proxy, client, received, events } = await startSession({ protocol });
    const { connectionId } = client;
    const invocations: Promise<unknown>[] = [];
    for (const n of numbers(60)) {
      invocations.push(client.invoke(`n${n}`));
      const path = `/api/hubs/live/users/una/:send?api-version=2024-12-01`;
      expect((await service.call('POST', path, { target: 'm', arguments: [n] })).status).toBe(202);
      if (n % 20 === 10) proxy.cut();
    }
    await eventually(() => received.length >= 60);
    await Promise.all(invocations);
    await service.call('POST', send, { target: 'm', arguments: ['last'] });
    await eventually(() => received.includes('last'));

    expect(received).toEqual([...numbers(60), 'last']);
    const invoked = upstream.messages().map(({ headers }) => headers['x-asrs-event']);
    expect(invoked).toEqual(numbers(60).map((n) => `n${n}`));
    expect(proxy.accepted()).toBeGreaterThanOrEqual(4);
    expect(client.connectionId).toBe(connectionId);
    expect(client.state).toBe(HubConnectionState.Connected);
    expect(events()).toEqual(['connected']);
  });

  it('stays a member of its groups meanwhile', async () => {
    const { service, proxy, client, received } = await startSession();
    const group = `/api/hubs/live/groups/g`;
    const member = `${group}/connections/${client.connectionId}?api-version=2024-12-01`;
    expect((await service.call('PUT', member)).status).toBe(200);
    proxy.cut();
    const sent = await service.call('POST', `${group}/:send?api-version=2024-12-01`, {
      target: 'm',
      arguments: [1],
    });
    expect(sent.status).toBe(202);
    await eventually(() => received.length === 1);
  });

  it('is disconnected at once when it leaves', async () => {
    const { client, events, upstream } = await startSession();
    await client.stop();
    await eventually(() => events().includes('disconnected'));
    expect(String(upstream.requests.at(-1)?.body)).toBe('{"type":11}');
  });

  it('is disconnected when it stays away', async () => {
    const { proxy, events, upstream } = await startSession({ resumeWindowMs: 50 });
    proxy.close();
    await eventually(() => events().includes('disconnected'));
    expect(JSON.parse(String(upstream.requests.at(-1)?.body))).toEqual({
      type: 11,
      error: 'The client did not reconnect in time.',
    });
  });

  it('connects anew when its connection was closed for good', async () => {
    const { service, client } = await startSession();
    const closed = new Promise<void>((resolve) => client.onclose(() => resolve()));
    const path = `/api/hubs/live/connections/${client.connectionId}?api-version=2024-12-01`;
    expect((await service.call('DELETE', path)).status).toBe(200);
    await closed;
    await client.start();
    expect(client.state).toBe(HubConnectionState.Connected);
  });
});
