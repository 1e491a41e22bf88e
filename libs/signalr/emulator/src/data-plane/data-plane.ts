/**
 * The REST API with which backends send and manage: finds the operation, checks the token against
 * the URL, validates names, runs it, and answers with the status of the URL's style.
 *
 * Operations are described in the `…-operations.ts` files beside this one; add one there, to
 * `operations.ts` if the file is new, and a note for people to `operation-notes.ts`.
 *
 * Reference: https://learn.microsoft.com/azure/azure-signalr/swagger/signalr-data-plane-rest-v20241201
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { toHubName, type TokenVerifier } from '@heliograph/signalr-access';
import type { HubRegistry } from '@heliograph/signalr-connections';
import { ProtocolError } from '@heliograph/signalr-protocol';
import type { ClientInvocations } from '../client/client-invocations.ts';
import type { ClientDetails } from '../client/client-details.ts';
import type { RequestTarget } from '../http/request-target.ts';
import { usedUp, type ServiceQuota } from '../quota/service-quota.ts';
import { ServiceError } from '../service-error.ts';
import { createAuthorization } from './authorization.ts';
import { done, type Call, type ClientTokenRequest, type Reply } from './operation.ts';
import { operations } from './operations.ts';
import { checkMediaType, readPayloadMessage } from './payload-message.ts';
import { createRouteTable, type RouteMatch } from './route-table.ts';

export interface DataPlaneOptions {
  readonly hubs: HubRegistry<ClientDetails>;
  readonly invocations: ClientInvocations;
  issueClientToken(client: ClientTokenRequest): Promise<string>;
  readonly verifier: TokenVerifier;
  readonly quota: Pick<ServiceQuota, 'isUsedUp'>;
}

export interface DataPlane {
  /** Answers a request whose path starts with `/api/`. @throws ServiceError */
  handle(request: IncomingMessage, response: ServerResponse, target: RequestTarget): Promise<void>;
}

const healthPath = /^\/api(\/v1)?\/health\/?$/i;
const accessKeyPath = /^\/api(\/v1)?\/auth\/accessKey\/?$/i;
const applicationName = /^[A-Za-z][A-Za-z0-9_`,.[\]]{0,127}$/;

export function createDataPlane(options: DataPlaneOptions): DataPlane {
  const { hubs, invocations, verifier, quota } = options;
  const routes = createRouteTable(operations);
  const authorize = createAuthorization(verifier);

  function toCall(match: RouteMatch, request: IncomingMessage, target: RequestTarget): Call {
    const { path, search, query } = target;
    const hubName = readHubName(match.hub, query);
    const group = match.parameters.get('group');
    if (group !== undefined) checkGroupName(group);
    return {
      hubName,
      hub: hubs.find(hubName),
      obtainHub: () => hubs.obtain(hubName),
      parameter: (name) => match.parameters.get(name) ?? '',
      query,
      request,
      url: () => `http://${request.headers.host ?? 'localhost'}${path}${search}`,
      invocations,
      issueClientToken: (client) => options.issueClientToken(client),
    };
  }

  /** What needs no token. Returns whether that was it. @throws ServiceError `not-offered` */
  function answerOpenly(method: string, path: string, response: ServerResponse): boolean {
    if (accessKeyPath.test(path)) {
      // It is for callers with an Entra identity, which nobody here can vouch for.
      throw new ServiceError('not-offered', 'Temporary keys need an Entra identity');
    }
    if (!healthPath.test(path) || (method !== 'GET' && method !== 'HEAD')) return false;
    writeReply(response, 200, done);
    return true;
  }

  return {
    async handle(request, response, target) {
      const method = request.method ?? 'GET';
      const match = routes.match(method, target.path);
      if (match === 'path-unknown') {
        if (answerOpenly(method, target.path, response)) return;
        throw new ServiceError('route-unknown', 'The data plane has no such path');
      }
      authorize(request, target);
      if (match === 'method-not-allowed') {
        response.setHeader('Allow', routes.methods(target.path).join(', '));
        throw new ServiceError('method-not-allowed', `${method} is not defined for this path`);
      }
      const { operation, route } = match;
      if (operation.sends === true && quota.isUsedUp()) {
        throw new ServiceError('quota-used-up', usedUp);
      }
      const call = toCall(match, request, target);
      if (operation.sends !== true) checkMediaType(request); // what sends looks closer itself
      try {
        const reply =
          'send' in operation
            ? operation.send(call, await readPayloadMessage(request))
            : await operation.run(call);
        writeReply(response, reply.status ?? route.status, reply);
      } catch (error) {
        // JSON can nest deeper than the other protocol is written; some receivers could not be served.
        if (!(error instanceof ProtocolError)) throw error;
        throw new ServiceError('payload-malformed', error.message, { cause: error });
      }
    },
  };
}

/** @throws ServiceError `hub-invalid`, `request-malformed` */
function readHubName(hub: string, query: URLSearchParams): string {
  try {
    toHubName(hub);
  } catch (cause) {
    throw new ServiceError('hub-invalid', 'The hub is not one that the service accepts', { cause });
  }
  const application = query.get('application');
  if (application === null) return hub;
  if (!applicationName.test(application)) {
    throw new ServiceError('request-malformed', "'application' is not a name that is accepted");
  }
  return `${application}_${hub}`;
}

/** @throws ServiceError `group-invalid` */
function checkGroupName(group: string): void {
  if (group.length > 1024 || group.trim() === '' || /[\r\n]/.test(group)) {
    throw new ServiceError(
      'group-invalid',
      'A group name has 1 to 1024 characters, is not blank and has no line breaks',
    );
  }
}

const emptyBody = { 'Content-Length': 0 };

function writeReply(response: ServerResponse, status: number, { errorCode, json }: Reply): void {
  if (errorCode !== undefined) response.setHeader('x-ms-error-code', errorCode);
  // With the head, not one by one: publishing is the busiest path, and this is a good part of it.
  if (json === undefined) {
    response.writeHead(status, status === 204 ? undefined : emptyBody).end();
    return;
  }
  const headers = {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(json),
  };
  response.writeHead(status, headers).end(json);
}
