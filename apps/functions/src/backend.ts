import { randomUUID } from 'node:crypto';
import { liveHub, type Receipt } from '@heliograph/contracts';
import { createAccessTokenVerifier, type AccessTokenVerifier } from '@heliograph/identity-verify';
import {
  openHistoryStore,
  openStateStore,
  type HistoryStore,
  type StateStore,
} from '@heliograph/metrics-history';
import { formatConnectionString, type SignalRConnection } from '@heliograph/signalr-access';
import { createRestClient } from '@heliograph/signalr-rest-client';
import { createPresence, type Presence } from './presence.ts';
import { createRateLimit, type RateLimit } from './rate-limit.ts';
import { createRefusals, type Refusals } from './refusals.ts';
import type { Settings } from './settings.ts';

/** What the functions share. */
export interface Backend {
  readonly signalR: SignalRConnection;
  readonly verifier: AccessTokenVerifier;
  readonly history: HistoryStore;
  readonly presence: Presence;
  readonly requestLimit: RateLimit;
  readonly messageLimit: RateLimit;
  readonly refusals: Refusals;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Stamps a message: an id of its own, and the time. */
  createReceipt(): Receipt;
  close(): Promise<void>;
}

const minute = 60_000;
/** Per person and instance of the app. A dashboard that scrolls through an hour asks a few times. */
const requestsPerMinute = 300;
const messagesPerMinute = 100;

/** Longest wait for the service to say whether a connection is open, in milliseconds. */
const longestQuestion = 2_000;

/** Connects the parts. @throws StoreError when the store cannot be opened. */
export function openBackend(settings: Settings, now: () => number = Date.now): Backend {
  const { authority, audience, userIdClaim, rolesClaim } = settings.oidc;
  const history = openHistoryStore(settings.historyStore);
  const state: StateStore = openStateStore(settings.historyStore, { now });
  const service = createRestClient({
    connectionString: formatConnectionString(settings.signalR),
    hub: liveHub.name,
    now,
  });
  const isConnected = (connectionId: string) =>
    service.connectionExists(connectionId, { signal: AbortSignal.timeout(longestQuestion) });
  return {
    signalR: settings.signalR,
    verifier: createAccessTokenVerifier({ authority, audience, userIdClaim, rolesClaim, now }),
    history,
    presence: createPresence({ state, isConnected, now }),
    requestLimit: createRateLimit({ limit: requestsPerMinute, window: minute, now }),
    messageLimit: createRateLimit({ limit: messagesPerMinute, window: minute, now }),
    refusals: createRefusals(),
    now,
    createReceipt: () => ({ id: randomUUID(), sentAt: now() }),
    async close() {
      await Promise.all([history.close(), state.close()]);
    },
  };
}
