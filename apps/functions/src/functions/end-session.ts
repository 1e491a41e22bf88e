import { watcherSchema, type Role } from '@heliograph/contracts';
import type { Backend } from '../backend.ts';
import { BackendError } from '../backend-error.ts';
import { createEndpoint } from '../http-function.ts';
import { createHttpHandler, noStore } from '../http-handler.ts';
import { readUserId } from '../read-user-id.ts';

const administrators: readonly Role[] = ['admin'];
const answers = { 204: { summary: 'All connections are closed.' } };

/** `DELETE /api/me/connections`: signs the person out of the live hub, in every window. */
export function createSignOut(backend: Backend) {
  return createEndpoint({
    name: 'signOut',
    method: 'DELETE',
    route: 'me/connections',
    description: {
      summary: "Closes one's own connections. Access tokens issued until now count no longer.",
      allowed: 'signed-in',
      answers,
    },
    handler: createHttpHandler('signOut', backend, async (_request, { userId, knownSince }) => {
      await endSession(backend, userId, 'You signed out', knownSince);
      return { status: 204, headers: noStore };
    }),
  });
}

/** `DELETE /api/people/{userId}/connections`: for administrators, as when a role was withdrawn. */
export function createEndSession(backend: Backend) {
  return createEndpoint({
    name: 'endSession',
    method: 'DELETE',
    route: 'people/{userId}/connections',
    description: {
      summary:
        "Closes a person's connections. Their access tokens issued until now count no longer.",
      allowed: administrators,
      parameters: [
        { in: 'path', name: 'userId', summary: 'Whose.', schema: watcherSchema.shape.userId },
      ],
      answers,
      refusals: ['person-invalid'],
    },
    handler: createHttpHandler(
      'endSession',
      backend,
      async (request, { roles, userId }, context) => {
        if (!administrators.some((role) => roles.includes(role))) {
          const message = `To end others' sessions, one of the roles ${administrators.join(', ')} is needed`;
          throw new BackendError('permission-denied', message);
        }
        const person = readUserId(request.params);
        await endSession(backend, person, 'An administrator ended your session');
        context.info(
          `endSession: ${JSON.stringify(userId)} ended the session of ${JSON.stringify(person)}`,
        );
        return { status: 204, headers: noStore };
      },
    ),
  });
}

/**
 * First the tokens, then the connections: whoever reconnects in between is refused, and whoever
 * signs in again because their connection closed is not.
 */
async function endSession(
  { sessions, service }: Backend,
  userId: string,
  reason: string,
  issuedAt?: number,
) {
  await sessions.end(userId, issuedAt);
  await service.closeUserConnections(userId, { reason });
}
