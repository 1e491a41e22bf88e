import { backendPaths } from '@heliograph/contracts';

/** Whoever leaves does not wait longer for a backend that does not answer. */
const patienceMs = 3_000;

/**
 * Tells the backend that somebody signs out: it closes the connections of all their windows and
 * takes none of their present tokens any more. A backend that cannot be told keeps nobody from leaving.
 */
export function createEndConnections({
  backendUrl,
  fetch,
}: {
  readonly backendUrl: string;
  readonly fetch: typeof globalThis.fetch;
}): (accessToken: string) => Promise<void> {
  return async (accessToken) => {
    await fetch(backendUrl + backendPaths.ownConnections, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${accessToken}` },
      signal: AbortSignal.timeout(patienceMs),
    }).catch(() => undefined);
  };
}
