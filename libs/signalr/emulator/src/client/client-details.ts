import type { ClientClaim } from '@heliograph/signalr-access';

/** What the service remembers of the request with which a client connected. */
export interface ClientDetails {
  /** The person's claims, without those that every token has. */
  readonly claims: readonly ClientClaim[];
  /** The query of the connect request without its secrets, with its question mark or empty. */
  readonly clientQuery: string;
  /** When it is to be closed because its sign-in ends: milliseconds since 1970. */
  readonly authenticationEnd?: number | undefined;
}
