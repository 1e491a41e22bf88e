import { createClientAccess, toHubName, type ClientAccess } from '@heliograph/signalr-access';
import { FunctionsHostError } from '../functions-host-error.ts';
import type { HubClients } from './hub-clients.ts';
import type { SignalREndpoint } from './signalr-service.ts';

export interface ClientAccessRequest {
  readonly hub: string;
  /** Absent for an anonymous client. */
  readonly userId?: string;
  readonly claims?: Readonly<Record<string, string | readonly string[]>>;
}

/** Lets a client connect to a hub of an endpoint. */
export type ClientAccessSource = (
  endpoint: SignalREndpoint,
  request: ClientAccessRequest,
) => Promise<ClientAccess>;

/** As long as those that are signed here. */
const lifetimeMinutes = 60;

/**
 * With a key the token is signed here. Without one the service makes it, and puts nothing but the
 * user id in.
 */
export function createClientAccessSource(clients: HubClients): ClientAccessSource {
  return async (endpoint, { hub, userId, claims = {} }) => {
    const { connection } = endpoint;
    if (connection.auth === undefined) {
      return createClientAccess({ connection, hub, userId, claims });
    }
    if (Object.keys(claims).length > 0) {
      throw new FunctionsHostError(
        'binding-failed',
        'Claims of an idToken need a connection with an access key; the service makes the token of an identity-based one',
      );
    }
    const base = connection.clientEndpoint ?? connection.endpoint;
    return {
      url: `${base}/client/?hub=${encodeURIComponent(toHubName(hub))}`,
      accessToken: await clients(endpoint, hub).generateClientToken({
        userId: userId ?? '', // which stands for nobody
        minutesToExpire: lifetimeMinutes,
      }),
    };
  };
}
