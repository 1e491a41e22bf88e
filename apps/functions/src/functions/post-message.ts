import type { HttpRequest } from '@azure/functions';
import {
  liveHub,
  noticeSchema,
  parseGroup,
  receiptSchema,
  watcherSchema,
} from '@heliograph/contracts';
import { everyone, type HubAudience } from '@heliograph/signalr-serverless';
import * as z from 'zod';
import type { Backend } from '../backend.ts';
import { BackendError } from '../backend-error.ts';
import { createEndpoint, type Endpoint, type EndpointDescription } from '../http-function.ts';
import { createHttpHandler, noStore } from '../http-handler.ts';
import { toNotification } from '../notification.ts';
import { checkMayNotify, readNotice } from '../read-notice.ts';
import { readUserId } from '../read-user-id.ts';

/**
 * A notice over HTTP, for scripts and other systems: `POST /api/messages` reaches everyone,
 * `…/user/{userId}` one person, `…/group/{groupName}` one group. Answered with 202 and a receipt.
 */
export function createMessageToAll(backend: Backend): Endpoint {
  return createPostMessage(backend, {
    name: 'messageToAll',
    route: 'messages',
    summary: 'Notifies everyone who is connected.',
    audienceOf: () => everyone,
  });
}

export function createMessageToUser(backend: Backend): Endpoint {
  return createPostMessage(backend, {
    name: 'messageToUser',
    route: 'messages/user/{userId}',
    summary: 'Notifies one person.',
    parameters: [
      {
        in: 'path',
        name: 'userId',
        summary: 'Whom to notify.',
        schema: watcherSchema.shape.userId,
      },
    ],
    refusals: ['person-invalid'],
    audienceOf: (params) => ({ userId: readUserId(params) }),
  });
}

export function createMessageToGroup(backend: Backend): Endpoint {
  return createPostMessage(backend, {
    name: 'messageToGroup',
    route: 'messages/group/{groupName}',
    summary: 'Notifies everyone in a group.',
    parameters: [
      {
        in: 'path',
        name: 'groupName',
        summary: 'A group of the live hub, such as `role:operator` or `board:machine:1s`.',
        schema: z.string(),
      },
    ],
    refusals: ['group-unknown'],
    audienceOf({ groupName = '' }) {
      if (!parseGroup(groupName)) throw new BackendError('group-unknown', 'There is no such group');
      return { groupName };
    },
  });
}

interface MessageEndpoint extends Pick<EndpointDescription, 'summary' | 'parameters' | 'refusals'> {
  readonly name: string;
  readonly route: string;
  readonly audienceOf: (params: HttpRequest['params']) => HubAudience;
}

function createPostMessage(backend: Backend, endpoint: MessageEndpoint): Endpoint {
  const { name, route, audienceOf, refusals = [], ...description } = endpoint;
  const { live, createReceipt } = backend;
  return createEndpoint({
    name,
    method: 'POST',
    route,
    description: {
      ...description,
      allowed: liveHub.server.notify.roles,
      body: noticeSchema,
      answers: { 202: { summary: 'The service took it on.', body: receiptSchema } },
      refusals: [...refusals, 'body-invalid', 'body-too-large'],
    },
    output: live.output,
    handler: createHttpHandler(name, backend, async (request, caller, context) => {
      checkMayNotify(caller);
      const audience = audienceOf(request.params);
      const notice = readNotice(await request.text());
      const receipt = createReceipt();
      live.send(context, [toNotification(live.actions, audience, notice, caller, receipt)]);
      return { status: 202, headers: noStore, jsonBody: receipt };
    }),
  });
}
