import { signAccessToken } from './access-token.ts';
import type { SignalRConnection } from './connection-string.ts';
import { toHubName } from './hub-name.ts';
import { audienceBase } from './audience.ts';
import { toTokenClaims, type UserClaims } from './user-claims.ts';

export interface ClientAccessOptions {
  readonly connection: SignalRConnection;
  readonly hub: string;
  /** Absent for an anonymous client. */
  readonly userId?: string | undefined;
  /** What the upstream is to learn about the person, for example roles. */
  readonly claims?: UserClaims | undefined;
  /** Whole seconds, 3600 by default. It limits connecting, not an open WebSocket. */
  readonly lifetimeSeconds?: number | undefined;
  /** Unix time in milliseconds. */
  readonly now?: (() => number) | undefined;
}

/** Exactly the body with which a negotiate endpoint sends a client on to the service. */
export interface ClientAccess {
  readonly url: string;
  /** A secret. */
  readonly accessToken: string;
}

/**
 * Lets a client connect to a hub: where, and the token that opens it.
 *
 * @throws AccessError `hub-invalid`, `access-key-missing`, `lifetime-invalid`, `token-too-long`
 */
export async function createClientAccess(options: ClientAccessOptions): Promise<ClientAccess> {
  const { connection, userId, claims, lifetimeSeconds, now } = options;
  const hub = encodeURIComponent(toHubName(options.hub));
  // The slash before the query makes clients negotiate at /client/negotiate.
  const path = `/client/?hub=${hub}`;
  return {
    url: (connection.clientEndpoint ?? connection.endpoint) + path,
    accessToken: await signAccessToken({
      connection,
      audience: audienceBase(connection) + path,
      claims: toTokenClaims(userId, claims),
      lifetimeSeconds,
      now,
    }),
  };
}
