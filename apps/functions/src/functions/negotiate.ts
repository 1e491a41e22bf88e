import { negotiateAnswerSchema } from '@heliograph/contracts';
import type { Backend } from '../backend.ts';
import { BackendError } from '../backend-error.ts';
import { createEndpoint } from '../http-function.ts';
import { createHttpHandler, noStore } from '../http-handler.ts';

/** `POST /api/negotiate`: lets a person who is signed in connect to the live hub. */
export function createNegotiate(backend: Backend) {
  const { access, connections } = backend;
  return createEndpoint({
    name: 'negotiate',
    method: 'POST',
    route: 'negotiate',
    description: {
      summary: 'Where to connect to the live hub, and the token that opens it.',
      allowed: 'signed-in',
      answers: {
        200: { summary: 'In the form that SignalR clients follow.', body: negotiateAnswerSchema },
      },
      refusals: ['connections-exceeded'],
    },
    handler: createHttpHandler('negotiate', backend, async (_request, caller) => {
      if (await connections.isFull(caller.userId)) {
        const message = 'You have too many connections open: close a window first';
        throw new BackendError('connections-exceeded', message);
      }
      return { headers: noStore, jsonBody: await access.grant(caller) };
    }),
  });
}
