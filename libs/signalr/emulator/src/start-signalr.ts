import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createClientAccess,
  createTokenVerifier,
  formatConnectionString,
  type SignalRConnection,
} from '@heliograph/signalr-access';
import {
  createClientRuntime,
  defaultLimits,
  type ConnectionLimits,
} from '@heliograph/signalr-connections';
import { createClientAdmission } from './client/client-admission.ts';
import type { ClientDetails } from './client/client-details.ts';
import { createClientInvocations } from './client/client-invocations.ts';
import { createServiceHooks } from './client/service-hooks.ts';
import { createSignInClock } from './client/sign-in-clock.ts';
import { openApiPage } from './data-plane/open-api-page.ts';
import { createDataPlane } from './data-plane/data-plane.ts';
import type { AllowedOrigins } from './http/cors.ts';
import { createServiceFigures } from './figures/service-figures.ts';
import { figurePages } from './figures/figure-pages.ts';
import { watchLoad } from './figures/server-load.ts';
import { watchTraffic } from './figures/socket-traffic.ts';
import { createServiceHandler } from './http/service-handler.ts';
import { createMessageMeter, type MeterReading } from './quota/message-meter.ts';
import { createServiceQuota } from './quota/service-quota.ts';
import { serviceTier, type TierName } from './quota/service-tier.ts';
import { ServiceError } from './service-error.ts';
import type { ServiceLog } from './service-log.ts';
import { createUpstreamClient } from './upstream/upstream-client.ts';
import { checkUpstreamTemplate, type UpstreamTemplate } from './upstream/upstream-template.ts';

export interface SignalROptions {
  /** Address to listen on, 127.0.0.1 by default: reachable from this machine alone. */
  readonly host?: string;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** The first one signs; tokens signed with any of them are accepted. */
  readonly accessKeys?: readonly string[];
  /** In the order in which they are tried. */
  readonly upstream?: readonly UpstreamTemplate[];
  /** How long the upstream may take to answer, in milliseconds. 100 000 by default. */
  readonly upstreamTimeoutMs?: number;
  /** How long a client may take to answer an invocation of the data plane. 30 000 by default. */
  readonly invocationTimeoutMs?: number;
  /** Origins that browsers may call from; any by default. */
  readonly allowedOrigins?: AllowedOrigins;
  /** Accepts expired tokens and foreign audiences, as Microsoft's emulator does. */
  readonly relaxed?: boolean;
  /** Time-outs and sizes that differ from the service's. */
  readonly limits?: Partial<ConnectionLimits>;
  /** Refuses and counts as this tier of the service does; absent, there are no quotas. */
  readonly tier?: TierName;
  /** Of the tier; 1 by default. */
  readonly units?: number;
  /** Milliseconds since 1970: decides which UTC day messages are counted for, and whose sign-in ends. */
  readonly clock?: () => number;
  readonly log?: ServiceLog;
}

export interface SignalRService {
  /** Base URL without a trailing slash. */
  readonly url: string;
  readonly port: number;
  /** Gives access to everything: a secret, though the default key is a published one. */
  readonly connectionString: string;
  /** What left the service in this UTC day, as it would be billed. */
  meter(): MeterReading;
  /**
   * Uses other upstream templates for the events to come.
   *
   * @throws ServiceError `option-invalid`; the templates then stay as they were
   */
  useUpstream(templates: readonly UpstreamTemplate[]): void;
  /** Sends clients away with leave to reconnect, tells the upstream, and returns within 2 seconds. */
  stop(): Promise<void>;
}

/** The key of Microsoft's emulator. It is no secret: it only opens what listens on this machine. */
const emulatorKey = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH';
const drainMs = 1_800;

/**
 * Starts a local Azure SignalR Service in Serverless mode.
 *
 * @throws ServiceError `option-invalid`, `port-taken`, `address-unavailable`
 */
export async function startSignalR(options: SignalROptions = {}): Promise<SignalRService> {
  const { host = '127.0.0.1', port = 0, accessKeys = [emulatorKey], upstream = [] } = options;
  const { upstreamTimeoutMs = 100_000, allowedOrigins = 'any', relaxed = false } = options;
  const log = options.log ?? (() => undefined);
  const [signingKey = ''] = accessKeys;
  if (signingKey === '') throw invalid('At least one access key is needed');
  upstream.forEach(checkUpstreamTemplate);
  if (options.units !== undefined && options.tier === undefined) throw invalid('Units need a tier');
  const tier = options.tier && serviceTier(options.tier, options.units);

  const verifier = createTokenVerifier({ keys: accessKeys, relaxed });
  const upstreamClient = createUpstreamClient({
    templates: upstream,
    accessKeys,
    timeoutMs: upstreamTimeoutMs,
    log,
  });
  const now = (): number => performance.now();
  const clock = options.clock ?? Date.now;
  const limits = { ...defaultLimits, ...options.limits };
  const meter = createMessageMeter(clock);
  const quota = createServiceQuota(tier, meter, now);
  const load = watchLoad();
  const server = createServer();
  const figures = createServiceFigures({
    connections: () => clients.connections,
    meter,
    quota,
    traffic: watchTraffic(server),
    load,
    now,
  });
  const invocations = createClientInvocations(
    options.invocationTimeoutMs ?? 30_000,
    (hub, target, bytes) => meter.count(hub, target, 'clients', bytes, 1),
  );
  const clients = createClientRuntime<ClientDetails>({
    hooks: createServiceHooks({
      admit: createClientAdmission({ verifier, log }),
      invocations,
      signIns: createSignInClock(clock, limits.heartbeatMs),
      upstream: upstreamClient,
      meter,
      quota,
      figures,
      log,
    }),
    limits,
  });
  const dataPlane = createDataPlane({
    hubs: clients.hubs,
    invocations,
    verifier,
    quota,
    async issueClientToken(client) {
      const { accessToken } = await createClientAccess({ connection: connection(), ...client });
      return accessToken;
    },
  });
  const handler = createServiceHandler({
    clients,
    dataPlane,
    allowedOrigins,
    pages: { ...figurePages({ figures, meter, quota }), ...openApiPage },
    figures,
    log,
  });
  server.on('request', handler.request).on('upgrade', handler.upgrade);
  let address: AddressInfo;
  try {
    address = await listen(server, host, port);
  } catch (error) {
    load.stop();
    await clients.stop(0);
    throw error;
  }

  let stopped: Promise<void> | undefined;
  return {
    url: connection().endpoint,
    port: address.port,
    connectionString: formatConnectionString(connection()),
    meter: () => meter.read(),
    useUpstream(templates) {
      templates.forEach(checkUpstreamTemplate);
      upstreamClient.useTemplates(templates);
    },
    stop: () => (stopped ??= stop()),
  };

  /** How callers on this machine reach the service. */
  function connection(): SignalRConnection {
    const endpoint = `http://${endpointName(host)}:${address.port}`;
    return { endpoint, accessKey: signingKey, version: '1.0' };
  }

  async function stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    await clients.stop(drainMs);
    upstreamClient.stop();
    load.stop();
    server.closeAllConnections();
    await closed;
  }
}

async function listen(server: Server, host: string, port: number): Promise<AddressInfo> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ host, port, backlog: 1024 }, resolve);
  try {
    await promise;
  } catch (cause) {
    throw toStartError(cause, host, port);
  }
  server.removeListener('error', reject);
  return server.address() as AddressInfo; // a server that listens on a port has one
}

function toStartError(cause: unknown, host: string, port: number): ServiceError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EADDRINUSE') {
    return new ServiceError('port-taken', `Port ${port} of ${host} is taken`, { cause });
  }
  return new ServiceError('address-unavailable', `Cannot listen on ${host}:${port} (${code})`, {
    cause,
  });
}

/** The name under which callers on this machine reach what listens on `host`. */
function endpointName(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

function invalid(message: string): ServiceError {
  return new ServiceError('option-invalid', message);
}
