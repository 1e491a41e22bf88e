import { createServer } from 'node:http';
import { startSignalR, type SignalRService } from '@heliograph/signalr-emulator';
import { HttpTransportType, HubConnectionBuilder, type HubConnection } from '@microsoft/signalr';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startTestHost, type TestHost } from './testing/test-host.ts';

/** A service whose events reach the functions of `plain-js`, and clients that connect to it. */
interface ConnectedPlatform {
  readonly host: TestHost;
  readonly service: SignalRService;
  /** Goes through the app's own negotiate function. */
  connect(userId: string): Promise<HubConnection>;
}

async function startPlatform(): Promise<ConnectedPlatform> {
  // Each needs the other's address: the service gets the host's port before the host listens.
  const port = await findFreePort();
  const service = await startSignalR({
    upstream: [{ urlTemplate: `http://127.0.0.1:${port}/runtime/webhooks/signalr` }],
  });
  onTestFinished(() => service.stop());
  const host = await startTestHost(
    { fixture: 'plain-js' },
    { port, env: { AzureSignalRConnectionString: service.connectionString } },
  );
  return {
    host,
    service,
    async connect(userId) {
      const connection = new HubConnectionBuilder()
        .withUrl(`${host.url}/api`, {
          headers: { 'x-user': userId },
          transport: HttpTransportType.WebSockets,
        })
        .configureLogging({ log: () => undefined })
        .build();
      await connection.start();
      onTestFinished(() => connection.stop());
      return connection;
    },
  };
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const within = { timeout: 10_000, interval: 20 };

function record(connection: HubConnection, target: string): unknown[][] {
  const received: unknown[][] = [];
  connection.on(target, (...args: unknown[]) => received.push(args));
  return received;
}

describe('an app with SignalR bindings, between the real client and the local service', () => {
  it('lets clients in through negotiate, as whom the binding expression says', async () => {
    const { connect } = await startPlatform();
    const ann = await connect('ann');

    const who = await ann.invoke<Record<string, unknown>>('whoAmI', 1);

    expect(who).toMatchObject({ UserId: 'ann', Arguments: [1], ConnectionId: ann.connectionId });
  });

  it('carries out group actions and messages in their order, before the answer', async () => {
    const { connect } = await startPlatform();
    const ann = await connect('ann');
    const bob = await connect('bob');
    const forAnn = record(ann, 'joined');
    const forBob = record(bob, 'joined');

    expect(await ann.invoke('join')).toEqual({ joined: true });
    await bob.invoke('join');

    await vi.waitFor(() => {
      expect(forAnn).toEqual([['ann'], ['bob']]);
      expect(forBob).toEqual([['bob']]);
    }, within);
  });

  it('sends to all, a user or a connection from an HTTP function', async () => {
    const { connect, host } = await startPlatform();
    const ann = await connect('ann');
    const bob = await connect('bob');
    const forAnn = record(ann, 'news');
    const forBob = record(bob, 'news');

    const response = await fetch(`${host.url}/api/broadcast`, {
      method: 'POST',
      body: JSON.stringify([
        { target: 'news', arguments: ['all'] },
        { target: 'news', userId: 'bob', arguments: ['bob'] },
        { target: 'news', userId: 'bob', connectionId: ann.connectionId, arguments: ['ann'] },
      ]),
    });

    expect(response.status).toBe(202);
    await vi.waitFor(() => {
      expect(forAnn).toEqual([['all'], ['ann']]);
      expect(forBob).toEqual([['all'], ['bob']]);
    }, within);
  });

  it('answers 500 when an output cannot be carried out, and logs why', async () => {
    const { host, service } = await startPlatform();
    const post = async (body: unknown) =>
      (await fetch(`${host.url}/api/broadcast`, { method: 'POST', body: JSON.stringify(body) }))
        .status;

    expect(await post({ nonsense: true })).toBe(500);
    await service.stop();
    expect(await post({ target: 'news', arguments: [] })).toBe(500);
    expect(host.messages().filter((message) => message.startsWith('broadcast failed'))).toEqual([
      expect.stringContaining('neither a message'),
      expect.stringContaining('SignalR output failed'),
    ]);
  });

  it('fails a negotiate whose expression has no value', async () => {
    const { host } = await startPlatform();

    const response = await fetch(`${host.url}/api/negotiate`, { method: 'POST' });

    expect(response.status).toBe(500);
    expect(host.messages()).toContainEqual(expect.stringContaining('{headers.x-user}'));
  });

  it('never logs tokens, keys or bodies', async () => {
    const { connect, host, service } = await startPlatform();
    const ann = await connect('ann');
    await ann.invoke('whoAmI', 'a-private-text');

    const [key = ''] = /(?<=AccessKey=)[^;]+/.exec(service.connectionString) ?? [];
    const log = JSON.stringify(host.entries);
    expect(log).not.toMatch(/eyJ|a-private-text/);
    expect(log).not.toContain(key);
  });
});
