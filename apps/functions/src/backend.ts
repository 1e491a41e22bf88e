import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { liveHub, type Receipt } from '@heliograph/contracts';
import { createAccessTokenVerifier, type AccessTokenVerifier } from '@heliograph/identity-verify';
import {
  openHistoryStore,
  openStateStore,
  type HistoryStore,
  type StateStore,
} from '@heliograph/metrics-history';
import { formatConnectionString } from '@heliograph/signalr-access';
import {
  createIdentityToken,
  createRestClient,
  type RestClient,
} from '@heliograph/signalr-rest-client';
import { asksForToken, createCollector, type Collector } from './collector.ts';
import { createLiveAccess, type LiveAccess } from './live-access.ts';
import { createLive, type Live } from './live.ts';
import { createOpenConnections, type OpenConnections } from './open-connections.ts';
import { createOwnToken } from './own-token.ts';
import { createPresence, type Presence } from './presence.ts';
import { createRateLimit, type RateLimit } from './rate-limit.ts';
import { createRefusals, type Refusals } from './refusals.ts';
import { createSessions, type Sessions } from './sessions.ts';
import type { Settings } from './settings.ts';

/** What the functions share. */
export interface Backend {
  /** Issuer of the access tokens that are accepted. */
  readonly authority: string;
  readonly verifier: AccessTokenVerifier;
  readonly sessions: Sessions;
  readonly access: LiveAccess;
  readonly live: Live;
  readonly service: RestClient;
  readonly history: HistoryStore;
  readonly presence: Presence;
  readonly connections: OpenConnections;
  readonly collector: Collector;
  readonly requestLimit: RateLimit;
  readonly refusals: Refusals;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Stamps a message: an id of its own, and the time. */
  createReceipt(): Receipt;
  close(): Promise<void>;
}

export interface BackendOptions {
  /** Where an identity finds its endpoint; the process's environment by default. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Carries requests to SignalR's data plane. */
  readonly fetch?: typeof globalThis.fetch;
  /** Unix milliseconds. */
  readonly now?: () => number;
}

const minute = 60_000;
/** Per person and instance of the app. A dashboard that scrolls through an hour asks a few times. */
const requestsPerMinute = 300;
const messagesPerMinute = 100;
/** Open windows of one person. The service's free tier has 20 connections for everybody. */
const connectionsPerPerson = 10;

/** Longest wait for the service to say whether a connection is open, in milliseconds. */
const longestQuestion = 2_000;

/**
 * Connects the parts.
 *
 * @throws StoreError when the store cannot be opened
 * @throws RestError `token-unavailable` when there is neither a key nor an identity
 */
export function openBackend(settings: Settings, options: BackendOptions = {}): Backend {
  const { now = Date.now, environment = process.env, fetch = globalThis.fetch } = options;
  const { authority, audience, userIdClaim, rolesClaim } = settings.oidc;
  const connection = settings.signalR;
  const service = createRestClient({
    connectionString: formatConnectionString(connection),
    hub: liveHub.name,
    fetch,
    now,
    ...(connection.auth && {
      getToken: createIdentityToken({ auth: connection.auth, environment, now }),
    }),
  });
  const isConnected = (connectionId: string) =>
    service.connectionExists(connectionId, { signal: AbortSignal.timeout(longestQuestion) });

  const history = openHistoryStore(settings.historyStore);
  const state: StateStore = openStateStore(settings.historyStore, { now });
  const refusals = createRefusals();
  const access = createLiveAccess({ connection, service, state, now });
  const messageLimit = createRateLimit({ limit: messagesPerMinute, window: minute, now });
  return {
    authority,
    verifier: createAccessTokenVerifier({ authority, audience, userIdClaim, rolesClaim, now }),
    sessions: createSessions({ state, now, pause }),
    access,
    live: createLive({ access, messageLimit, refusals }),
    service,
    history,
    presence: createPresence({ state, isConnected, now }),
    connections: createOpenConnections({ state, isConnected, limit: connectionsPerPerson, now }),
    collector: createCollector({
      url: settings.collectorUrl,
      getToken: asksForToken(settings.collectorUrl) ? createOwnToken(audience) : undefined,
    }),
    requestLimit: createRateLimit({ limit: requestsPerMinute, window: minute, now }),
    refusals,
    now,
    createReceipt: () => ({ id: randomUUID(), sentAt: now() }),
    async close() {
      await Promise.all([history.close(), state.close()]);
    },
  };
}
