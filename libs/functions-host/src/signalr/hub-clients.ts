import { createRestClient, type RestClient } from '@heliograph/signalr-rest-client';
import type { EntraTokenSource } from './entra-token.ts';
import type { SignalREndpoint } from './signalr-service.ts';

/** The client of an endpoint's data plane for one hub. */
export type HubClients = (endpoint: SignalREndpoint, hub: string) => RestClient;

/** Hub names may come from expressions, so the number of clients kept has a bound. */
const maxClients = 64;

/** Keeps clients, because a client keeps its tokens. */
export function createHubClients(tokens: EntraTokenSource): HubClients {
  const clients = new Map<string, RestClient>();

  return ({ connectionString, connection: { auth } }, hub) => {
    const key = JSON.stringify([connectionString, hub]);
    const known = clients.get(key);
    if (known) return known;
    const created = createRestClient({
      connectionString,
      hub,
      ...(auth && { getToken: () => tokens(auth) }),
    });
    if (clients.size >= maxClients) clients.clear();
    clients.set(key, created);
    return created;
  };
}
