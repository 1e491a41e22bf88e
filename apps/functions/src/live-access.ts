import { isRole, liveHub } from '@heliograph/contracts';
import type { StateStore } from '@heliograph/metrics-history';
import {
  createClientAccess,
  toHubName,
  type ClientAccess,
  type SignalRConnection,
} from '@heliograph/signalr-access';
import type { RestClient } from '@heliograph/signalr-rest-client';
import type { ConnectionUser } from '@heliograph/signalr-serverless';
import * as z from 'zod';
import { readCaller, toClaims, type Caller } from './caller.ts';

export interface LiveAccessOptions {
  readonly connection: SignalRConnection;
  readonly service: Pick<RestClient, 'generateClientToken'>;
  readonly state: StateStore;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** Lets callers connect to the live hub, and knows them again when they call from there. */
export interface LiveAccess {
  grant(caller: Caller): Promise<ClientAccess>;
  identify(user: ConnectionUser): Promise<Caller | undefined>;
}

/**
 * How long the service's token opens connections, in minutes. It cannot be called back, so it lives
 * no longer than connecting and clocks that differ need; each attempt to connect gets a new one.
 * An open WebSocket stays beyond it. Where one cannot be had, server-sent events and long polling
 * show the token with every request: their connections are made anew as often, and the history
 * fills what lies between.
 */
export const lifetime = 5;

/** With a shared key we sign the token; what is to be known of the caller travels in it. */
export function createLiveAccess(options: LiveAccessOptions): LiveAccess {
  const { connection, now } = options;
  if (connection.accessKey === undefined) return createKeylessAccess(options);
  return {
    grant: (caller) =>
      createClientAccess({
        connection,
        hub: liveHub.name,
        userId: caller.userId,
        claims: toClaims(caller),
        lifetimeSeconds: lifetime * 60,
        now,
      }),
    identify: async ({ userId, claims }) => readCaller(userId, claims),
  };
}

const partition = 'callers';
/** Far longer than any connection lasts, in milliseconds. */
const remembered = 30 * 24 * 60 * 60 * 1000;

const recordSchema = z.object({
  name: z.string(),
  roles: z.array(z.string()),
  knownSince: z.number(),
});

/** With an identity the service makes the token, which names the user only; so we remember the rest. */
function createKeylessAccess({ connection, service, state, now }: LiveAccessOptions): LiveAccess {
  const { clientEndpoint = connection.endpoint } = connection;
  const url = `${clientEndpoint}/client/?hub=${encodeURIComponent(toHubName(liveHub.name))}`;
  return {
    async grant({ userId, name, roles, knownSince }) {
      const record = { name, roles, knownSince };
      await state.put(partition, userId, record, { expiresAt: now() + remembered });
      const accessToken = await service.generateClientToken({ userId, minutesToExpire: lifetime });
      return { url, accessToken };
    },
    async identify({ userId }) {
      if (userId === undefined) return undefined;
      const record = recordSchema.safeParse(await state.get(partition, userId));
      if (!record.success) return undefined;
      const { name, roles, knownSince } = record.data;
      return { userId, name, roles: roles.filter(isRole), knownSince };
    },
  };
}
