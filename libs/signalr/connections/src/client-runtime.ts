/**
 * Everything between a client's socket and whoever hosts the connections: negotiation, transports,
 * hub protocols, keep-alive, and the registry of hubs, users and groups. It knows nothing of Azure:
 * who may come in and what becomes of an invocation is decided by the host's hooks.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { readAccessToken } from './access-token.ts';
import { ClientConnection } from './client-connection.ts';
import type { Admission, ClientHooks, Refusal } from './client-hooks.ts';
import { newConnectionId } from './connection-id.ts';
import { defaultLimits, type ConnectionLimits } from './connection-limits.ts';
import type { ConnectionSurroundings } from './connection-surroundings.ts';
import { createFlushScheduler } from './flush-scheduler.ts';
import { createFrameBatcher } from './frame-batcher.ts';
import {
  noConnection,
  otherTransport,
  refuseUpgrade,
  writeAnswer,
  writeJson,
  type HttpAnswer,
} from './http-answer.ts';
import { createHttpEndpoint } from './http-endpoint.ts';
import { HubRegistry } from './hub-registry.ts';
import { LiveConnections } from './live-connections.ts';
import {
  negotiateAnswer,
  readNegotiateVersion,
  wantsStatefulReconnect,
} from './negotiate-answer.ts';
import { PendingNegotiations } from './pending-negotiations.ts';
import type { Transport } from './transport.ts';
import { createWebSocketTransport, type WebSocketSurroundings } from './web-socket-transport.ts';
import { upgradeAnswer, upgradeRefusal } from './web-socket/upgrade.ts';

export interface ClientRuntimeOptions<Details> {
  readonly hooks: ClientHooks<Details>;
  readonly limits?: Partial<ConnectionLimits>;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

export interface ClientRuntime<Details> {
  readonly hubs: HubRegistry<Details>;
  /** Transports that are open now, those that still owe a handshake among them. */
  readonly connections: number;
  /** Answers a request to `<endpoint>/negotiate`. */
  negotiate(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): void;
  /** Answers a request to the endpoint itself that is no WebSocket upgrade. */
  request(
    request: IncomingMessage,
    response: ServerResponse,
    query: URLSearchParams,
  ): Promise<void>;
  /** Answers a WebSocket upgrade of the endpoint, and returns the status of the answer. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, query: URLSearchParams): number;
  /**
   * Sends every client away with leave to come back, tells the host of each end, and returns when
   * all that is done or `graceMs` have passed; what is left then is cut off.
   */
  stop(graceMs: number): Promise<void>;
}

export function createClientRuntime<Details>(
  options: ClientRuntimeOptions<Details>,
): ClientRuntime<Details> {
  const { hooks, now = () => performance.now() } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const hubs = new HubRegistry<Details>(now, hooks.sent?.bind(hooks));
  const pending = new PendingNegotiations(limits.connectTimeoutMs, limits.maxPendingNegotiations);
  const live = new LiveConnections<Details>();
  const webSockets: WebSocketSurroundings = {
    batcher: createFrameBatcher(),
    closeGraceMs: limits.closeGraceMs,
  };
  let isStopping = false;
  let connections = 0;

  const surroundings: ConnectionSurroundings<Details> = {
    limits,
    hooks,
    now,
    scheduler: createFlushScheduler(),
    opened: (connection) => hubs.obtain(connection.hub).add(connection),
    closed: (connection) => hubs.find(connection.hub)?.remove(connection),
    ended(category) {
      connections -= 1;
      hooks.ended?.(category);
    },
    finished: (connection) => live.delete(connection),
  };

  function lookAtClock(): void {
    const at = now();
    pending.sweep(at);
    hubs.sweep();
    for (const connection of live) connection.tick(at);
  }

  let look: NodeJS.Immediate | undefined;
  // Once all sockets have been read: after the process itself was stopped for a while, what clients
  // said meanwhile waits in them, and they would seem to have been silent.
  const heartbeat = setInterval(() => (look = setImmediate(lookAtClock)), limits.heartbeatMs);

  function admit(
    { headers }: IncomingMessage,
    query: URLSearchParams,
  ): Admission<Details> | HttpAnswer {
    if (isStopping) return { status: 503, body: 'The service is stopping' };
    const accessToken = readAccessToken(headers, query);
    const decision = hooks.admit({ headers, query, accessToken });
    return 'status' in decision ? toAnswer(decision) : decision;
  }

  function roomFor(step: 'negotiate' | 'connect'): HttpAnswer | undefined {
    const refusal = hooks.makeRoom?.(step, connections);
    return refusal && toAnswer(refusal);
  }

  function begin(
    connection: ClientConnection<Details>,
    connectionToken: string | undefined,
    transport: Transport,
  ): void {
    connections += 1;
    hooks.began?.();
    connection.attach(transport);
    live.add(connection, connectionToken);
  }

  /** The connection that a client may become, or why it may not. */
  function accept(
    admission: Admission<Details>,
    connectionToken: string | null,
  ): ClientConnection<Details> | HttpAnswer {
    const noRoom = roomFor('connect');
    if (noRoom !== undefined) return noRoom;
    // Without an id the client skipped the negotiation; an empty id is none.
    const negotiation = connectionToken
      ? pending.redeem(connectionToken, admission, now())
      : { connectionId: newConnectionId(), statefulReconnect: false };
    if (negotiation === undefined) {
      // One that has ended is still known while its host is being told.
      const known = live.find(admission, connectionToken ?? '');
      if (known?.transport === undefined) return noConnection;
      return known.transport.name === 'WebSockets' ? { status: 409 } : otherTransport;
    }
    // The first spelling of a hub's name is the one that its host hears.
    const hub = hubs.find(admission.hub)?.name ?? admission.hub;
    return new ClientConnection(negotiation, { ...admission, hub }, surroundings);
  }

  const answerHttp = createHttpEndpoint<Details>({
    limits,
    find: (admission, connectionToken) => live.find(admission, connectionToken),
    open(admission, connectionToken, transportFor) {
      const connection = accept(admission, connectionToken);
      if ('status' in connection) return connection;
      begin(connection, connectionToken, transportFor(connection));
      return undefined;
    },
  });

  return {
    hubs,
    get connections() {
      return connections;
    },

    negotiate(request, response, query) {
      const admission = admit(request, query);
      if ('status' in admission) return writeAnswer(response, admission);
      if (request.method !== 'POST') return writeAnswer(response, { status: 405 });
      const noRoom = roomFor('negotiate');
      if (noRoom !== undefined) return writeAnswer(response, noRoom);
      const asked = readNegotiateVersion(query);
      if ('error' in asked) return writeJson(response, asked);
      const statefulReconnect = limits.resumeWindowMs > 0 && wantsStatefulReconnect(query);
      const negotiation = pending.open(asked.version, admission, statefulReconnect, now());
      if (negotiation === undefined) {
        return writeAnswer(response, { status: 429, body: 'Too many negotiations are pending' });
      }
      writeJson(response, negotiateAnswer({ ...asked, ...negotiation }));
    },

    async request(request, response, query) {
      const admission = admit(request, query);
      if ('status' in admission) return writeAnswer(response, admission);
      await answerHttp(request, response, admission, query.get('id'));
    },

    upgrade(request, socket, head, query) {
      const fault = upgradeRefusal(request);
      if (fault !== undefined) return refuse(socket, fault);
      const admission = admit(request, query);
      if ('status' in admission) return refuse(socket, admission);
      const connectionToken = query.get('id');
      const known = live.find(admission, connectionToken ?? '');
      const connection = known?.isResumable ? known : accept(admission, connectionToken);
      if ('status' in connection) return refuse(socket, connection);

      socket.write(upgradeAnswer(request));
      const transport = createWebSocketTransport(socket, head, webSockets, connection);
      if (connection === known) connection.resume(transport);
      else begin(connection, connectionToken || undefined, transport);
      return 101;
    },

    async stop(graceMs) {
      if (isStopping) return;
      isStopping = true;
      for (const connection of live) {
        connection.close({ category: 'ServiceReload', allowReconnect: true });
      }
      await live.empty(graceMs);
      clearInterval(heartbeat);
      clearImmediate(look);
      for (const connection of live) connection.abort({ category: 'ServiceReload' });
    },
  };
}

function toAnswer({ status, reason, headers }: Refusal): HttpAnswer {
  return { status, body: reason, ...(headers && { headers }) };
}

function refuse(socket: Duplex, answer: HttpAnswer): number {
  refuseUpgrade(socket, answer);
  return answer.status;
}
