/**
 * What a client talks to, for tests: the real local service, a small backend before it, and a proxy
 * between the two through which a connection can be harmed.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import {
  createClientAccess,
  createDataPlaneToken,
  dataPlaneAudience,
  parseConnectionString,
} from '@heliograph/signalr-access';
import { defineHub } from '@heliograph/signalr-contract';
import { expect, onTestFinished, vi } from 'vitest';
import * as z from 'zod/mini';
import { createHubClient } from './hub-client.ts';
import type { HubClientOptions } from './hub-client-options.ts';
import { listen, startProxy } from './test-proxy.ts';

const target = { result: z.object({ board: z.string() }), roles: ['viewer'], maxBytes: 100 };
const hub = defineHub({
  name: 'live',
  client: { frame: { arguments: z.tuple([z.string(), z.number()]), maxBytes: 100 } },
  server: {
    joinBoard: { ...target, arguments: z.tuple([z.string()]) },
    leaveBoard: { ...target, arguments: z.tuple([z.string()]) },
  },
});

export type TestHub = typeof hub;

const accessKeys = ['a-key-that-is-only-used-in-this-test'];

interface Upstream {
  readonly target: string;
  readonly invocationId?: string;
  readonly arguments: readonly unknown[];
}

/** As much of the local service as is used here; the tests bring the real one. */
type StartService = (options: {
  readonly port: number;
  readonly accessKeys: readonly string[];
  readonly upstream: readonly { readonly urlTemplate: string; readonly categoryPattern: string }[];
}) => Promise<{ readonly port: number; readonly connectionString: string; stop(): Promise<void> }>;

/** Platforms on free ports, which end with the test that started them. */
export function testPlatforms(startService: StartService) {
  const startPlatform = () => startTestPlatform(startService);
  return {
    startPlatform,
    async startLive(options: Partial<HubClientOptions<TestHub>> = {}) {
      const platform = await startPlatform();
      const client = createClient(platform, options);
      client.start();
      await untilLive(client);
      return { platform, client };
    },
  };
}

/** The service, a backend before it and a proxy between: everything that a client talks to. */
async function startTestPlatform(startSignalR: StartService) {
  const negotiate = {
    status: 200,
    body: undefined as unknown,
    refusal: {} as unknown,
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
    response.end(JSON.stringify(status === 200 ? (negotiate.body ?? access) : negotiate.refusal));
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

export function createClient(
  platform: { readonly negotiateUrl: string },
  options: Partial<HubClientOptions<TestHub>> = {},
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

export const until = (condition: () => void) =>
  vi.waitFor(condition, { timeout: 10_000, interval: 5 });
export const untilLive = (client: Client) =>
  until(() => expect(client.state().status).toBe('live'));
export const untilJoined = (client: Client) =>
  until(() => expect(client.state()).toMatchObject({ joins: [{ status: 'joined' }] }));
