import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createClientAccess,
  createTokenVerifier,
  formatConnectionString,
  type SignalRConnection,
} from '@heliograph/signalr-access';
import { createClientRuntime, defaultLimits } from '@heliograph/signalr-connections';
import { createClientAdmission } from './client/client-admission.ts';
import type { ClientDetails } from './client/client-details.ts';
import { createClientInvocations } from './client/client-invocations.ts';
import { createServiceHooks } from './client/service-hooks.ts';
import { createSignInClock } from './client/sign-in-clock.ts';
import { openApiPage } from './data-plane/open-api-page.ts';
import { createDataPlane } from './data-plane/data-plane.ts';
import { createServiceFigures } from './figures/service-figures.ts';
import { figurePages } from './figures/figure-pages.ts';
import { watchLoad } from './figures/server-load.ts';
import { watchTraffic } from './figures/socket-traffic.ts';
import { createServiceHandler } from './http/service-handler.ts';
import { refuseUnreadable } from './http/unreadable-request.ts';
import { createMessageMeter, type MeterReading } from './quota/message-meter.ts';
import { createServiceQuota } from './quota/service-quota.ts';
import { serviceTier } from './quota/service-tier.ts';
import { ServiceError } from './service-error.ts';
import { boundedLog } from './service-log.ts';
import { checkOptions, emulatorKey, endpointName, type SignalROptions } from './signalr-options.ts';
import { createUpstreamClient } from './upstream/upstream-client.ts';
import { checkUpstreamTemplate, type UpstreamTemplate } from './upstream/upstream-template.ts';

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

/** https://learn.microsoft.com/azure/azure-signalr/signalr-howto-troubleshoot-guide */
const maxTokenLength = 4096;
const drainMs = 1_800;

/**
 * Starts a local Azure SignalR Service in Serverless mode.
 *
 * @throws ServiceError `option-invalid`, `port-taken`, `address-unavailable`
 */
export async function startSignalR(options: SignalROptions = {}): Promise<SignalRService> {
  checkOptions(options);
  const { host = '127.0.0.1', port = 0, accessKeys = [emulatorKey], upstream = [] } = options;
  const { upstreamTimeoutMs = 100_000, allowedOrigins = 'any', relaxed = false } = options;
  const log = boundedLog(options.log ?? (() => undefined));
  const [signingKey = ''] = accessKeys;
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
      admit: createClientAdmission({
        verifier,
        maxTokenLength: relaxed ? Number.POSITIVE_INFINITY : maxTokenLength,
        log,
      }),
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
  server
    .on('request', handler.request)
    .on('upgrade', handler.upgrade)
    .on('clientError', refuseUnreadable(figures, log));
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
