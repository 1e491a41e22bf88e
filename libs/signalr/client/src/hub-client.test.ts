import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  connect,
  createServer as createTcpServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net';
import { json } from 'node:stream/consumers';
import {
  createClientAccess,
  createDataPlaneToken,
  dataPlaneAudience,
  parseConnectionString,
} from '@heliograph/signalr-access';
import { defineHub } from '@heliograph/signalr-contract';
import { startSignalR } from '@heliograph/signalr-emulator';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import * as z from 'zod/mini';
import { createHubClient } from './hub-client.ts';
import type { HubClientOptions } from './hub-client-options.ts';

const target = { result: z.object({ board: z.string() }), roles: ['viewer'], maxBytes: 100 };
const hub = defineHub({
  name: 'live',
  client: { frame: { arguments: z.tuple([z.string(), z.number()]), maxBytes: 100 } },
  server: {
    joinBoard: { ...target, arguments: z.tuple([z.string()]) },
    leaveBoard: { ...target, arguments: z.tuple([z.string()]) },
  },
});

const accessKeys = ['a key that is only used in this test'];

async function listen(server: Server, port = 0): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Stands between the client and the service, so that a connection can be harmed at any point. */
async function startProxy(servicePort: number) {
  type Fault = 'none' | 'refuse' | 'refuse-sockets' | 'hang-sockets';
  const state = { fault: 'none' as Fault, hanging: 0, closed: 0, seen: '' };
  const sockets = new Set<Socket>();
  const server = createTcpServer((client) => {
    sockets.add(client);
    client.on('error', () => {}).on('close', () => sockets.delete(client));
    if (state.fault === 'refuse') return void client.destroy();
    client.once('data', (first) => {
      const isUpgrade = first.toString('latin1').startsWith('GET');
      if (isUpgrade && state.fault === 'refuse-sockets') return void client.destroy();
      if (isUpgrade && state.fault === 'hang-sockets') {
        state.hanging += 1;
        client.on('close', () => (state.closed += 1)).resume();
        return;
      }
      const service = connect(servicePort, '127.0.0.1');
      sockets.add(service);
      service.on('error', () => client.destroy()).on('close', () => sockets.delete(service));
      service.write(first);
      client.on('data', (chunk) => (state.seen += chunk.toString('latin1')));
      state.seen += first.toString('latin1');
      client.pipe(service).pipe(client);
      client.on('close', () => service.destroy());
    });
  });
  const port = await listen(server);
  /** As when a cable is pulled: no Close message, no close frame. */
  const cut = () => sockets.forEach((socket) => socket.destroy());
  onTestFinished(() => {
    cut();
    server.close();
  });
  return { state, url: `http://127.0.0.1:${port}`, cut };
}

interface Upstream {
  readonly target: string;
  readonly invocationId?: string;
  readonly arguments: readonly unknown[];
}

/** The service, a backend before it and a proxy between: everything that a client talks to. */
async function startPlatform() {
  const negotiate = {
    status: 200,
    body: undefined as unknown,
    hang: false,
    tokens: [] as string[],
  };
  const upstream = {
    calls: [] as string[],
    answer: ({ arguments: args, invocationId }: Upstream): unknown => ({
      type: 3,
      invocationId,
      result: { board: args[0] },
    }),
  };

  const backend = createServer((request, response) => void respond(request, response));
  const backendPort = await listen(backend);
  const service = { running: await startService() };
  const { port } = service.running;
  const connection = parseConnectionString(service.running.connectionString);
  const proxy = await startProxy(port);
  onTestFinished(async () => {
    backend.closeAllConnections();
    backend.close();
    await service.running.stop();
  });

  function startService(servicePort = 0) {
    return startSignalR({
      port: servicePort,
      accessKeys,
      upstream: [
        {
          urlTemplate: `http://127.0.0.1:${backendPort}/upstream/{event}`,
          categoryPattern: 'messages',
        },
      ],
    });
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url?.startsWith('/upstream/') === true) {
      const call = (await json(request)) as Upstream;
      upstream.calls.push(`${call.target}(${call.arguments.join()})`);
      const answer = await upstream.answer(call);
      response.setHeader('content-type', 'application/json');
      response.writeHead(answer === undefined ? 500 : 200).end(`${JSON.stringify(answer)}\u001e`);
      return;
    }
    negotiate.tokens.push(request.headers.authorization ?? '');
    if (negotiate.hang) return;
    const known = request.headers.authorization === 'Bearer good';
    const status = known ? negotiate.status : 401;
    const access = await createClientAccess({
      connection: { ...connection, clientEndpoint: proxy.url },
      hub: hub.name,
      userId: 'una',
    });
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(status === 200 ? (negotiate.body ?? access) : {}));
  }

  return {
    negotiate,
    upstream,
    proxy,
    negotiateUrl: `http://127.0.0.1:${backendPort}/api/negotiate`,
    stopService: () => service.running.stop(),
    async restartService() {
      service.running = await startService(port);
    },
    /** Sends to every connection, whatever it is. */
    async broadcast(invocation: unknown) {
      const path = '/api/hubs/live/:send';
      const audience = dataPlaneAudience(connection, path);
      const token = await createDataPlaneToken({ connection, audience });
      const response = await fetch(`${connection.endpoint}${path}?api-version=2022-06-01`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(invocation),
      });
      expect(response.status).toBe(202);
    },
  };
}

function createClient(
  platform: { readonly negotiateUrl: string },
  options: Partial<HubClientOptions<typeof hub>> = {},
) {
  const client = createHubClient({
    hub,
    negotiateUrl: platform.negotiateUrl,
    getAccessToken: () => 'good',
    retryDelays: { first: 20, longest: 100 },
    ...options,
  });
  const seen: string[] = [];
  client.subscribe(() => {
    const { status, reason } = client.state();
    const entry = `${status}: ${reason.code}`;
    if (seen.at(-1) !== entry) seen.push(entry);
  });
  onTestFinished(() => client.stop());
  return Object.assign(client, { seen });
}

type Client = ReturnType<typeof createClient>;

const until = (condition: () => void) => vi.waitFor(condition, { timeout: 10_000, interval: 5 });
const untilLive = (client: Client) => until(() => expect(client.state().status).toBe('live'));
const untilJoined = (client: Client) =>
  until(() => expect(client.state()).toMatchObject({ joins: [{ status: 'joined' }] }));

async function startLive(options: Partial<HubClientOptions<typeof hub>> = {}) {
  const platform = await startPlatform();
  const client = createClient(platform, options);
  client.start();
  await untilLive(client);
  return { platform, client };
}

describe(createHubClient, { timeout: 20_000 }, () => {
  it('goes live, joins what is wanted and hands over what the service sends', async () => {
    const platform = await startPlatform();
    const client = createClient(platform);
    const onFrame = vi.fn();
    const onJoined = vi.fn();
    client.on('frame', onFrame);
    client.want({ join: ['joinBoard', 'machine'], onJoined });
    expect(client.state().status).toBe('idle');

    client.start();
    client.start();
    await untilJoined(client);
    await platform.broadcast({ target: 'frame', arguments: ['machine', 1.5] });
    await until(() => expect(onFrame).toHaveBeenCalledExactlyOnceWith('machine', 1.5));

    expect(onJoined).toHaveBeenCalledExactlyOnceWith({ board: 'machine' });
    expect(client.seen).toEqual(['connecting: starting', 'live: connected']);
    expect(client.state()).toMatchObject({
      reason: { sentence: 'Connected.' },
      connectionId: expect.any(String),
      joins: [{ target: 'joinBoard', arguments: ['machine'], status: 'joined' }],
    });
  });

  it('shows the backend only its own token and the service only the service’s', async () => {
    const { platform, client } = await startLive();

    expect(platform.negotiate.tokens).toEqual(['Bearer good']);
    expect(platform.proxy.state.seen).toMatch(/Bearer eyJ/);
    expect(platform.proxy.state.seen).not.toContain('Bearer good');
    await client.stop();
  });

  it('resolves an invocation with its result, read by the contract', async () => {
    const { platform, client } = await startLive();
    const { upstream } = platform;

    await expect(client.invoke('leaveBoard', 'machine')).resolves.toEqual({ board: 'machine' });

    upstream.answer = ({ invocationId }) => ({ type: 3, invocationId, result: { board: 5 } });
    await expect(client.invoke('leaveBoard', 'a')).rejects.toMatchObject({
      code: 'result-invalid',
    });
    upstream.answer = ({ invocationId }) => ({ type: 3, invocationId, error: 'not yours' });
    await expect(client.invoke('leaveBoard', 'b')).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('not yours'),
    });
    upstream.answer = () => undefined;
    await expect(client.invoke('leaveBoard', 'c')).rejects.toMatchObject({ code: 'refused' });
    await client.stop();
    await expect(client.invoke('leaveBoard', 'd')).rejects.toMatchObject({ code: 'not-live' });
  });

  it('gives an invocation up that is never answered', async () => {
    const { platform, client } = await startLive({ invokeTimeout: 20 });
    platform.upstream.answer = () => new Promise(() => {});

    await expect(client.invoke('leaveBoard', 'a')).rejects.toMatchObject({ code: 'timed-out' });
  });

  it('leaves what nobody wants any more', async () => {
    const { platform, client } = await startLive();
    const release = client.want({
      join: ['joinBoard', 'machine'],
      leave: ['leaveBoard', 'machine'],
    });
    await untilJoined(client);

    release();

    await until(() =>
      expect(platform.upstream.calls).toEqual(['joinBoard(machine)', 'leaveBoard(machine)']),
    );
    expect(client.state()).toMatchObject({ joins: [] });
  });

  it('drops what does not match the contract, counts it, and stays connected', async () => {
    const log = vi.fn();
    const { platform, client } = await startLive({ log });
    const before = client.state();
    const onFrame = vi.fn();
    client.on('frame', onFrame);

    await platform.broadcast({ target: 'frame', arguments: ['machine', 'fast'] });
    await platform.broadcast({ target: 'frame', arguments: [] });
    await platform.broadcast({ target: 'fromTheFuture', arguments: [1] });
    await platform.broadcast({ target: 'FRAME', arguments: ['machine', 2] });
    await until(() => expect(onFrame).toHaveBeenCalledExactlyOnceWith('machine', 2));

    expect(client.dropped()).toEqual({
      'arguments-invalid': 2,
      'target-unknown': 1,
      'handler-failed': 0,
    });
    expect(log).toHaveBeenCalledWith(
      expect.objectContaining({
        event: 'dropped',
        reason: 'target-unknown',
        target: 'fromTheFuture',
      }),
    );
    expect(client.state()).toBe(before);
  });

  describe('when something is killed', () => {
    it('before negotiate: waits for the backend', async () => {
      const platform = await startPlatform();
      platform.negotiate.status = 503;
      const client = createClient(platform);
      client.start();
      await until(() => expect(client.state()).toMatchObject({ status: 'connecting', attempt: 4 }));
      expect(client.state().reason.code).toBe('backend-failed');

      platform.negotiate.status = 200;
      await untilLive(client);
    });

    it('before negotiate, with nobody listening: waits as well', async () => {
      const unused = createTcpServer();
      const port = await listen(unused);
      unused.close();
      const client = createClient({ negotiateUrl: `http://127.0.0.1:${port}/api/negotiate` });
      client.start();

      await until(() => expect(client.state()).toMatchObject({ attempt: 3 }));
      expect(client.state().reason.code).toBe('backend-unreachable');
    });

    it('after the backend’s negotiate: waits for the service', async () => {
      const platform = await startPlatform();
      platform.proxy.state.fault = 'refuse';
      const client = createClient(platform);
      client.start();
      await until(() => expect(client.seen).toContain('connecting: service-unreachable'));

      platform.proxy.state.fault = 'none';
      await untilLive(client);
    });

    it('after the service’s negotiate: tries again until a socket opens', async () => {
      const platform = await startPlatform();
      platform.proxy.state.fault = 'refuse-sockets';
      const client = createClient(platform);
      client.start();
      await until(() => expect(client.state()).toMatchObject({ attempt: 3 }));
      expect(client.state().reason.code).toBe('service-unreachable');

      platform.proxy.state.fault = 'none';
      await untilLive(client);
    });

    it('while a socket never opens: gives it up, closes it and tries again', async () => {
      const platform = await startPlatform();
      platform.proxy.state.fault = 'hang-sockets';
      const client = createClient(platform, { attemptTimeout: 400 });
      client.start();
      await until(() => expect(platform.proxy.state.closed).toBeGreaterThan(1));
      expect(client.seen).toContain('connecting: attempt-timed-out');

      platform.proxy.state.fault = 'none';
      await untilLive(client);
      await until(() => expect(platform.proxy.state.closed).toBe(platform.proxy.state.hanging));
    });

    it('while connected: says that it reconnects, and joins again', async () => {
      const { platform, client } = await startLive();
      const onJoined = vi.fn();
      client.want({ join: ['joinBoard', 'machine'], onJoined });
      await untilJoined(client);
      const before = client.state();

      platform.proxy.cut();
      await until(() => expect(client.seen).toContain('reconnecting: connection-lost'));
      await untilJoined(client);

      expect(onJoined).toHaveBeenCalledTimes(2);
      expect(client.state()).not.toEqual(before);
      expect(platform.negotiate.tokens).toEqual(['Bearer good', 'Bearer good']);
    });

    it('in the middle of a join and an invocation: fails the one and repeats the other', async () => {
      const { platform, client } = await startLive();
      const { upstream } = platform;
      const answer = upstream.answer;
      upstream.answer = () => new Promise(() => {});
      client.want({ join: ['joinBoard', 'machine'] });
      await until(() => expect(upstream.calls).toEqual(['joinBoard(machine)']));
      const invoked = client.invoke('leaveBoard', 'other');

      upstream.answer = answer;
      platform.proxy.cut();

      await expect(invoked).rejects.toMatchObject({ code: 'connection-lost' });
      await untilJoined(client);
    });

    it('by a restart of the service: comes back by itself', async () => {
      const { platform, client } = await startLive();
      client.want({ join: ['joinBoard', 'machine'] });
      await untilJoined(client);

      await platform.stopService();
      await until(() => expect(client.state().status).toBe('reconnecting'));
      await until(() => expect(client.state()).toMatchObject({ attempt: 3 }));
      await platform.restartService();

      await untilJoined(client);
      expect(client.seen).toContain('reconnecting: closed-by-service');
    });

    it('by silence: notices, although the socket stays open', async () => {
      const { client } = await startLive({ serverTimeout: 200, keepAliveInterval: 60_000 });

      await until(() => expect(client.seen).toContain('reconnecting: service-silent'));
      await untilLive(client);
    });
  });

  describe('signing in', () => {
    it('asks for a token for each attempt and says when it is refused', async () => {
      const platform = await startPlatform();
      const getAccessToken = vi.fn(() => 'stale');
      const client = createClient(platform, { getAccessToken });
      client.start();
      await until(() => expect(client.state().status).toBe('signed-out'));
      expect(client.state().reason.code).toBe('token-refused');
      expect(platform.negotiate.tokens).toEqual(['Bearer stale']);

      getAccessToken.mockReturnValue('good');
      client.retryNow();
      await untilLive(client);
    });

    it('asks nobody anything while nobody is signed in', async () => {
      const platform = await startPlatform();
      const client = createClient(platform, { getAccessToken: () => undefined });
      client.start();
      await until(() => expect(client.state().status).toBe('signed-out'));

      expect(client.state().reason.code).toBe('sign-in-needed');
      expect(platform.negotiate.tokens).toEqual([]);
    });

    it('signs out when a reconnect is refused', async () => {
      const getAccessToken = vi.fn(() => 'good');
      const { platform, client } = await startLive({ getAccessToken });
      getAccessToken.mockReturnValue('expired');

      platform.proxy.cut();

      await until(() => expect(client.state().status).toBe('signed-out'));
    });

    it('says that an account may not connect', async () => {
      const platform = await startPlatform();
      platform.negotiate.status = 403;
      const client = createClient(platform);
      client.start();

      await until(() => expect(client.state().status).toBe('signed-out'));
      expect(client.state().reason.code).toBe('forbidden');
    });

    it('tries again when the token could not be found out', async () => {
      const platform = await startPlatform();
      const getAccessToken = vi.fn<() => Promise<string>>().mockRejectedValue(new Error('offline'));
      const client = createClient(platform, { getAccessToken });
      client.start();
      await until(() => expect(client.seen).toContain('connecting: token-unavailable'));

      getAccessToken.mockResolvedValue('good');
      await untilLive(client);
    });

    it.for([{ url: 'http://127.0.0.1:9/client/?hub=live' }, 'text', null])(
      'does not follow the negotiate answer %j, nor does it give up',
      async (body) => {
        const platform = await startPlatform();
        platform.negotiate.body = body === null ? 0 : body;
        const client = createClient(platform);
        client.start();
        await until(() => expect(client.seen).toContain('connecting: backend-failed'));

        platform.negotiate.body = undefined;
        await untilLive(client);
      },
    );
  });

  describe('stop', () => {
    it('ends an attempt at whatever point it is', async () => {
      const platform = await startPlatform();
      const getAccessToken = vi.fn<() => Promise<string>>().mockResolvedValue('good');
      const { negotiate, proxy } = platform;
      const points: [hang: () => unknown, reached: () => number][] = [
        [() => (proxy.state.fault = 'hang-sockets'), () => proxy.state.hanging],
        [() => (negotiate.hang = true), () => negotiate.tokens.length],
        [
          () => getAccessToken.mockReturnValue(new Promise(() => {})),
          () => getAccessToken.mock.calls.length,
        ],
      ];
      for (const [hang, reached] of points) {
        hang();
        const before = reached();
        const client = createClient(platform, { getAccessToken });
        client.start();
        await until(() => expect(reached()).toBe(before + 1));
        await client.stop();

        expect(client.seen).toEqual(['connecting: starting', 'stopped: stopped']);
      }
      await until(() => expect(proxy.state.closed).toBe(proxy.state.hanging));
    });

    it('ends a wait, and a connection, for good', async () => {
      const { platform, client } = await startLive();
      await client.stop();
      client.retryNow();
      platform.proxy.cut();

      expect(client.state()).toMatchObject({ status: 'stopped', reason: { code: 'stopped' } });
      expect(platform.negotiate.tokens).toHaveLength(1);
    });

    it('can be followed by a start, with the same wishes and handlers', async () => {
      const { client } = await startLive();
      client.want({ join: ['joinBoard', 'machine'] });
      await untilJoined(client);
      const stopping = client.stop();
      client.start();
      await stopping;

      await untilJoined(client);
    });
  });

  it('ends a wait at once when it is told to', async () => {
    const platform = await startPlatform();
    platform.negotiate.status = 500;
    const client = createClient(platform, { retryDelays: { first: 1e9, longest: 1e9 } });
    client.start();
    await until(() => expect(client.state()).toHaveProperty('nextAttemptAt'));

    platform.negotiate.status = 200;
    client.retryNow();

    await untilLive(client);
  });

  it('goes on when a listener throws', async () => {
    const platform = await startPlatform();
    const client = createClient(platform);
    client.subscribe(() => {
      throw new Error('broken');
    });
    client.start();

    await untilLive(client);
    expect(client.dropped()['handler-failed']).toBeGreaterThan(0);
  });

  it.for<[string, Partial<HubClientOptions<typeof hub>>]>([
    ['a relative URL outside a page', { negotiateUrl: '/api/negotiate' }],
    ['another path', { negotiateUrl: 'http://localhost/api' }],
    ['a query', { negotiateUrl: 'http://localhost/negotiate?x=1' }],
    ['another scheme', { negotiateUrl: 'ftp://localhost/negotiate' }],
    ['no time to answer', { invokeTimeout: 0 }],
    ['a wait that no timer holds', { retryDelays: { first: 1, longest: 2 ** 31 } }],
  ])('refuses %s', ([, options]) => {
    expect(() => createClient({ negotiateUrl: 'http://localhost/negotiate' }, options)).toThrow(
      expect.objectContaining({ code: 'options-invalid' }),
    );
  });
});
