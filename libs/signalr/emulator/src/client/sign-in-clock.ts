import type { ClientConnection } from '@heliograph/signalr-connections';
import type { ClientDetails } from './client-details.ts';

type Connection = Pick<ClientConnection<ClientDetails>, 'details' | 'close'>;

/** Closes clients whose sign-in has ended, if they came with the wish to be closed then. */
export interface SignInClock {
  watch(connection: Connection): void;
  unwatch(connection: Connection): void;
}

/**
 * @param now Milliseconds since 1970.
 * @param everyMs How often the clock is looked at, while somebody is watched.
 */
export function createSignInClock(now: () => number, everyMs: number): SignInClock {
  const watched = new Map<Connection, number>();
  let timer: NodeJS.Timeout | undefined;

  function look(): void {
    const at = now();
    for (const [connection, end] of watched) {
      if (end > at) continue;
      // With leave to come back: whoever is still signed in does so with a new token.
      connection.close({
        category: 'Unauthorized',
        detail: 'The sign-in of the client has ended.',
        allowReconnect: true,
      });
      forget(connection);
    }
  }

  function forget(connection: Connection): void {
    watched.delete(connection);
    if (watched.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  return {
    watch(connection) {
      const { authenticationEnd } = connection.details;
      if (authenticationEnd === undefined) return;
      watched.set(connection, authenticationEnd);
      timer ??= setInterval(look, everyMs);
    },
    unwatch: forget,
  };
}
