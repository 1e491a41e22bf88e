import { app } from '@azure/functions';
import { liveHub } from '@heliograph/contracts';
import { createClientAccess } from '@heliograph/signalr-access';
import type { Backend } from '../backend.ts';
import { toClaims } from '../caller.ts';
import { createHttpHandler, noStore } from '../http-handler.ts';

/** How long the service's token opens connections, in seconds. An open one stays. */
const lifetimeSeconds = 60 * 60;

/** `POST /api/negotiate`: lets a person who is signed in connect to the live hub. */
export function registerNegotiate(backend: Backend): void {
  app.http('negotiate', {
    methods: ['POST'],
    authLevel: 'anonymous',
    route: 'negotiate',
    handler: createNegotiate(backend),
  });
}

export function createNegotiate(backend: Backend) {
  return createHttpHandler('negotiate', backend, async (_request, caller) => ({
    headers: noStore,
    jsonBody: await createClientAccess({
      connection: backend.signalR,
      hub: liveHub.name,
      userId: caller.userId,
      claims: toClaims(caller),
      lifetimeSeconds,
      now: backend.now,
    }),
  }));
}
