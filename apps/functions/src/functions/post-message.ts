import { app, type HttpRequest } from '@azure/functions';
import { parseGroup } from '@heliograph/contracts';
import type { Backend } from '../backend.ts';
import { BackendError } from '../backend-error.ts';
import { createHttpHandler, noStore } from '../http-handler.ts';
import { liveOutput } from '../live-output.ts';
import { toNotification, type Audience } from '../notification.ts';
import { checkMayNotify, readNotice } from '../read-notice.ts';

/**
 * A notice over HTTP, for scripts and other systems: `POST /api/messages` reaches everyone,
 * `…/user/{userId}` one person, `…/group/{groupName}` one group. Answered with 202 and a receipt.
 */
export function registerPostMessage(backend: Backend): void {
  const register = (name: string, route: string, audienceOf: AudienceOf): void => {
    app.http(name, {
      methods: ['POST'],
      authLevel: 'anonymous',
      route,
      extraOutputs: [liveOutput],
      handler: createPostMessage(name, backend, audienceOf),
    });
  };
  register('messageToAll', 'messages', toEveryone);
  register('messageToUser', 'messages/user/{userId}', toUser);
  register('messageToGroup', 'messages/group/{groupName}', toGroup);
}

export type AudienceOf = (params: HttpRequest['params']) => Audience;

export const toEveryone: AudienceOf = () => ({});

export const toUser: AudienceOf = ({ userId = '' }) => ({ userId });

export const toGroup: AudienceOf = ({ groupName = '' }) => {
  if (!parseGroup(groupName)) throw new BackendError('group-unknown', 'There is no such group');
  return { groupName };
};

export function createPostMessage(name: string, backend: Backend, audienceOf: AudienceOf) {
  return createHttpHandler(name, backend, async (request, caller, context) => {
    checkMayNotify(caller);
    const audience = audienceOf(request.params);
    const notice = readNotice(await request.text());
    const receipt = backend.createReceipt();
    context.extraOutputs.set(liveOutput, [toNotification(notice, caller, receipt, audience)]);
    return { status: 202, headers: noStore, jsonBody: receipt };
  });
}
