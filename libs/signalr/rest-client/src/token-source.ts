import {
  AccessError,
  createDataPlaneToken,
  dataPlaneAudience,
  type SignalRConnection,
} from '@heliograph/signalr-access';
import { RestError } from './rest-error.ts';

/** Resolves with the bearer token for a path. */
export type TokenSource = (path: string) => Promise<string>;

const lifetimeSeconds = 3600;
/** A token is replaced this long before it expires, for requests under way and clocks that differ. */
const marginMilliseconds = 300_000;
/** Bounds the memory for those who send to ever new users and connections. */
const maxTokens = 500;

/**
 * Signs a token for each path and keeps it until shortly before it expires: the service remembers
 * verified tokens, so the same token is cheaper at both ends.
 */
export function signedTokens(connection: SignalRConnection, now: () => number): TokenSource {
  const tokens = new Map<string, { readonly token: string; readonly usableUntil: number }>();

  return async (path) => {
    const known = tokens.get(path);
    if (known !== undefined && now() < known.usableUntil) return known.token;

    const usableUntil = now() + lifetimeSeconds * 1000 - marginMilliseconds;
    const token = await createDataPlaneToken({
      connection,
      audience: dataPlaneAudience(connection, path),
      lifetimeSeconds,
      now,
    }).catch((cause: unknown) => {
      const why = cause instanceof AccessError ? `: ${cause.message}` : '';
      throw new RestError('token-unavailable', `No token could be made${why}`, { cause });
    });
    tokens.delete(path);
    const oldest = tokens.size >= maxTokens ? tokens.keys().next() : undefined;
    if (oldest?.done === false) tokens.delete(oldest.value);
    tokens.set(path, { token, usableUntil });
    return token;
  };
}

/** Tokens of an Entra identity. Whoever gives them keeps them fresh. */
export function identityTokens(getToken: () => Promise<string>): TokenSource {
  return () =>
    getToken().catch((cause: unknown) => {
      if (cause instanceof RestError) throw cause;
      throw new RestError('token-unavailable', 'The identity gave no token', { cause });
    });
}
