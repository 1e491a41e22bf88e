/**
 * Client of the data plane: sends to connections from outside, keeps groups, closes connections.
 *
 * Sends are fire and forget: the service answers before anybody received anything, and it answers
 * the same when nobody is there. No request is repeated; whether a second try may do harm is for the
 * caller to know.
 *
 * Reference: https://learn.microsoft.com/azure/azure-signalr/swagger/signalr-data-plane-rest-v20220601
 */
import { parseConnectionString, toHubName } from '@heliograph/signalr-access';
import { dataPlanePath, tokenApiVersion } from './data-plane-path.ts';
import { createDataPlane, refusal, type DataPlaneRequest } from './data-plane-request.ts';
import { RestError } from './rest-error.ts';
import { identityTokens, signedTokens } from './token-source.ts';

/** A target of the clients, with its arguments; the hub's contract knows which ones there are. */
export interface Invocation {
  readonly target: string;
  readonly arguments: readonly unknown[];
}

export interface RequestOptions {
  readonly signal?: AbortSignal;
}

export interface SendOptions extends RequestOptions {
  /** Ids of connections that do not get it. */
  readonly excluded?: readonly string[];
}

/** Every operation rejects with `RestError`. Names are compared case-sensitively. */
export interface RestClient {
  sendToAll(invocation: Invocation, options?: SendOptions): Promise<void>;
  sendToGroup(group: string, invocation: Invocation, options?: SendOptions): Promise<void>;
  sendToUser(userId: string, invocation: Invocation, options?: RequestOptions): Promise<void>;
  sendToConnection(
    connectionId: string,
    invocation: Invocation,
    options?: RequestOptions,
  ): Promise<void>;
  /** Whether any connection is in the group now. */
  groupHasMembers(group: string, options?: RequestOptions): Promise<boolean>;
  /** Whether the connection is open now. */
  connectionExists(connectionId: string, options?: RequestOptions): Promise<boolean>;
  /** Resolves with false when there is no such connection (any more). */
  addConnectionToGroup(
    group: string,
    connectionId: string,
    options?: RequestOptions,
  ): Promise<boolean>;
  /** Also resolves when the connection was not in the group or is gone. */
  removeConnectionFromGroup(
    group: string,
    connectionId: string,
    options?: RequestOptions,
  ): Promise<void>;
  /** Adds the user's connections, present and future ones, for at most `ttlSeconds` (a year when absent). */
  addUserToGroup(
    group: string,
    userId: string,
    options?: RequestOptions & { readonly ttlSeconds?: number },
  ): Promise<void>;
  removeUserFromGroup(group: string, userId: string, options?: RequestOptions): Promise<void>;
  removeUserFromAllGroups(userId: string, options?: RequestOptions): Promise<void>;
  /** Also resolves when the connection is gone. The client gets to read `reason`. */
  closeConnection(
    connectionId: string,
    options?: RequestOptions & { readonly reason?: string },
  ): Promise<void>;
  /** Closes all connections of a user; also resolves when there are none. */
  closeUserConnections(
    userId: string,
    options?: RequestOptions & { readonly reason?: string },
  ): Promise<void>;
  /**
   * Has the service make a token with which a client of this user connects. It carries no claims
   * but the user id. Without `minutesToExpire` it lives as long as the service thinks fit.
   */
  generateClientToken(
    options: RequestOptions & { readonly userId: string; readonly minutesToExpire?: number },
  ): Promise<string>;
}

export interface RestClientOptions {
  readonly connectionString: string;
  readonly hub: string;
  /**
   * Gives a token of an Entra identity for the scope `https://signalr.azure.com/.default`, kept
   * fresh by its owner. Needed where the connection string has no `AccessKey`.
   */
  readonly getToken?: () => Promise<string>;
  readonly fetch?: typeof globalThis.fetch;
  /** Unix time in milliseconds. */
  readonly now?: () => number;
  /** For each request, with its answer; 5000 by default. */
  readonly timeoutMilliseconds?: number;
}

/**
 * Creates a client for one hub. It holds no socket of its own, so there is nothing to stop.
 *
 * @throws AccessError for a malformed connection string or hub name
 * @throws RestError `token-unavailable` when there is neither an `AccessKey` nor a `getToken`
 */
export function createRestClient(options: RestClientOptions): RestClient {
  const connection = parseConnectionString(options.connectionString);
  const hub = toHubName(options.hub);
  const { fetch = globalThis.fetch, now = Date.now, timeoutMilliseconds = 5000 } = options;
  if (connection.accessKey === undefined && options.getToken === undefined) {
    throw new RestError(
      'token-unavailable',
      'The connection string has no AccessKey, and no getToken was given in its place',
    );
  }
  const send = createDataPlane({
    baseUrl: connection.serverEndpoint ?? connection.endpoint,
    tokenFor: options.getToken ? identityTokens(options.getToken) : signedTokens(connection, now),
    fetch,
    timeoutMilliseconds,
  });

  async function generateToken(what: DataPlaneRequest): Promise<string> {
    const answer = await send(what);
    if (answer.status !== 200) throw refusal(what, answer);
    const token = readToken(answer.body);
    if (token !== undefined) return token;
    throw new RestError('answer-malformed', `The service answered ${what.path} without a token`);
  }

  /** Resolves with false when the answer is 404 and `absent` says that this answers the question. */
  async function request(
    what: DataPlaneRequest,
    absent: (serviceCode: string | undefined) => boolean = () => false,
  ): Promise<boolean> {
    const answer = await send(what);
    if (answer.status >= 200 && answer.status < 300) return true;
    if (answer.status === 404 && absent(answer.serviceCode)) return false;
    throw refusal(what, answer);
  }

  async function post(path: string, invocation: Invocation, sending: SendOptions = {}) {
    const query = (sending.excluded ?? []).map((id) => ['excluded', id] as const);
    const { target, arguments: args } = invocation;
    const body = { target, arguments: args };
    await request({ method: 'POST', path, query, body, signal: sending.signal });
  }

  return {
    sendToAll: async (invocation, sending) =>
      post(dataPlanePath`/api/hubs/${hub}/:send`, invocation, sending),
    sendToGroup: async (group, invocation, sending) =>
      post(dataPlanePath`/api/hubs/${hub}/groups/${group}/:send`, invocation, sending),
    sendToUser: async (userId, invocation, sending) =>
      post(dataPlanePath`/api/hubs/${hub}/users/${userId}/:send`, invocation, sending),
    sendToConnection: async (id, invocation, sending) =>
      post(dataPlanePath`/api/hubs/${hub}/connections/${id}/:send`, invocation, sending),

    groupHasMembers: async (group, { signal } = {}) => {
      const path = dataPlanePath`/api/hubs/${hub}/groups/${group}`;
      // Only this code says that the group is empty; any other 404 comes from a wrong address.
      return request(
        { method: 'HEAD', path, signal },
        (code) => code === 'Warning.Group.NotExisted',
      );
    },
    connectionExists: async (id, { signal } = {}) => {
      const path = dataPlanePath`/api/hubs/${hub}/connections/${id}`;
      return request({ method: 'HEAD', path, signal }, isMissingConnection);
    },
    addConnectionToGroup: async (group, id, { signal } = {}) => {
      const path = dataPlanePath`/api/hubs/${hub}/groups/${group}/connections/${id}`;
      return request({ method: 'PUT', path, signal }, isMissingConnection);
    },
    removeConnectionFromGroup: async (group, id, { signal } = {}) => {
      const path = dataPlanePath`/api/hubs/${hub}/groups/${group}/connections/${id}`;
      await request({ method: 'DELETE', path, signal }, anyReason);
    },
    addUserToGroup: async (group, userId, { signal, ttlSeconds } = {}) => {
      const path = dataPlanePath`/api/hubs/${hub}/users/${userId}/groups/${group}`;
      const query = ttlSeconds === undefined ? [] : [['ttl', String(ttlSeconds)] as const];
      await request({ method: 'PUT', path, query, signal });
    },
    removeUserFromGroup: async (group, userId, { signal } = {}) => {
      const path = dataPlanePath`/api/hubs/${hub}/users/${userId}/groups/${group}`;
      await request({ method: 'DELETE', path, signal }, anyReason);
    },
    removeUserFromAllGroups: async (userId, { signal } = {}) => {
      const path = dataPlanePath`/api/hubs/${hub}/users/${userId}/groups`;
      await request({ method: 'DELETE', path, signal }, anyReason);
    },
    closeConnection: async (id, { signal, reason } = {}) => {
      const path = dataPlanePath`/api/hubs/${hub}/connections/${id}`;
      const query = reason === undefined ? [] : [['reason', reason] as const];
      await request({ method: 'DELETE', path, query, signal }, anyReason);
    },
    closeUserConnections: async (userId, { signal, reason } = {}) => {
      const path = dataPlanePath`/api/hubs/${hub}/users/${userId}/:closeConnections`;
      const query = reason === undefined ? [] : [['reason', reason] as const];
      await request({ method: 'POST', path, query, signal }, anyReason);
    },
    generateClientToken: async ({ userId, minutesToExpire, signal }) => {
      const path = dataPlanePath`/api/hubs/${hub}/:generateToken`;
      const query: [string, string][] = [['userId', userId]];
      if (minutesToExpire !== undefined) query.push(['minutesToExpire', String(minutesToExpire)]);
      return generateToken({ method: 'POST', path, query, version: tokenApiVersion, signal });
    },
  };
}

function readToken(body: string): string | undefined {
  try {
    const answer: unknown = JSON.parse(body);
    const token: unknown = Object(answer).token;
    return typeof token === 'string' && token !== '' ? token : undefined;
  } catch {
    return undefined;
  }
}

/** What was to be gone is gone. Services differ in whether they call that an error. */
const anyReason = (): boolean => true;

const isMissingConnection = (code: string | undefined): boolean =>
  code === 'Error.Connection.NotExisted' || code === 'Warning.Connection.NotExisted';
