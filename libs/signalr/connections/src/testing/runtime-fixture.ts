import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { ClientConnection } from '../client-connection.ts';
import type { ClientHooks, Disconnection } from '../client-hooks.ts';
import { createClientRuntime, type ClientRuntime } from '../client-runtime.ts';
import type { ConnectionLimits } from '../connection-limits.ts';
import { connectRaw, jsonHandshake, type RawClient } from './raw-client.ts';

/** What the host was told, in order. */
export interface HostLog {
  readonly connected: ClientConnection<undefined>[];
  readonly invoked: string[];
  readonly answered: unknown[];
  readonly disconnected: { readonly id: string; readonly why: Disconnection }[];
}

export interface RuntimeFixture {
  readonly runtime: ClientRuntime<undefined>;
  readonly host: HostLog;
  /** Base URL of the endpoint, `http`. */
  readonly url: string;
  /** The same for WebSockets, with hub and user of the test. */
  readonly socketUrl: string;
  /** Connects without negotiation and shakes hands. */
  open(query?: string): Promise<RawClient>;
}

/** A runtime on a real port whose host admits everybody as the user that the query names. */
export async function startRuntime(
  options: {
    limits?: Partial<ConnectionLimits>;
    hooks?: Partial<ClientHooks<undefined>>;
    now?: () => number;
  } = {},
): Promise<RuntimeFixture> {
  const host: HostLog = { connected: [], invoked: [], answered: [], disconnected: [] };
  const runtime = createClientRuntime<undefined>({
    ...(options.now && { now: options.now }),
    limits: { heartbeatMs: 5, closeGraceMs: 100, ...options.limits },
    hooks: {
      admit({ query }) {
        const hub = query.get('hub') ?? 'live';
        const userId = query.get('user') ?? undefined;
        return { hub, userId, details: () => undefined };
      },
      async connected(connection) {
        host.connected.push(connection);
      },
      async invoked(_connection, _message, frame) {
        host.invoked.push(new TextDecoder().decode(frame));
        return undefined;
      },
      answered: (_connection, message) => host.answered.push(message),
      async disconnected({ id }, why) {
        host.disconnected.push({ id, why });
      },
      log: () => undefined,
      ...options.hooks,
    },
  });
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://service');
    const answer = url.pathname.endsWith('/negotiate') ? runtime.negotiate : runtime.request;
    void answer(request, response, url.searchParams);
  });
  server.on('upgrade', (request, socket, head) => {
    const { searchParams } = new URL(request.url ?? '', 'http://service');
    runtime.upgrade(request, socket, head, searchParams);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    await runtime.stop(100);
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const socketUrl = `ws://127.0.0.1:${port}/client/?hub=live`;
  return {
    runtime,
    host,
    url: `http://127.0.0.1:${port}/client`,
    socketUrl,
    async open(query = '') {
      const client = await connectRaw(socketUrl + query);
      client.send(jsonHandshake);
      await eventually(() => client.records().length > 0);
      return client;
    },
  };
}

/** Waits until the condition holds. The test's own time-out bounds it. */
export async function eventually(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}
