import type { IncomingMessage } from 'node:http';
import type { ClientConnection, Hub, OutboundMessage } from '@heliograph/signalr-connections';
import type { ClientInvocations } from '../client/client-invocations.ts';
import type { ClientDetails } from '../client/client-details.ts';

/** `/api/v1/hubs/…` and `/api/hubs/…?api-version=…` differ in paths and in status codes. */
export type UrlStyle = 'v1' | 'dated';

export interface Route {
  readonly style: UrlStyle;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** Relative to the hub: literal segments and `{parameters}`. */
  readonly path: string;
  /** The status that reports success in this style. */
  readonly status: number;
}

/** A request whose token has been checked and whose names are valid. */
export interface Call {
  /** With the application's prefix, if one was given. */
  readonly hubName: string;
  /** The hub, if anybody has connected to it or been added to a group of it. */
  readonly hub: Hub<ClientDetails> | undefined;
  obtainHub(): Hub<ClientDetails>;
  /** A path parameter, decoded. Those of the route are always there. */
  parameter(name: 'group' | 'user' | 'connection' | 'stream'): string;
  readonly query: URLSearchParams;
  readonly request: IncomingMessage;
  /** The absolute URL under which the caller reached us. */
  url(): string;
  readonly invocations: ClientInvocations;
  issueClientToken(client: ClientTokenRequest): Promise<string>;
}

/** Success when it has no status of its own; then the route's is meant. */
export interface Reply {
  readonly status?: number;
  /** Value of `x-ms-error-code`; SDKs tell cases apart by it. */
  readonly errorCode?: string;
  /** The body, which is JSON already. */
  readonly json?: string;
}

export interface ClientTokenRequest {
  readonly hub: string;
  readonly userId: string | undefined;
  readonly lifetimeSeconds: number;
}

/** Something that can be asked about a hub. */
export type Operation = Sending | Asking;

interface Named {
  readonly id: string;
  readonly routes: readonly Route[];
  /** Whether it sends messages, which a tier may have no more of. */
  readonly sends?: true;
}

/** Sends what is in the body to clients. */
export interface Sending extends Named {
  readonly sends: true;
  send(call: Call, message: OutboundMessage): Reply;
}

export interface Asking extends Named {
  run(call: Call): Promise<Reply> | Reply;
}

export const done: Reply = {};

export type Connection = ClientConnection<ClientDetails>;

const nobody: ReadonlySet<string> = new Set();

/** The ids that the query excludes; the parameter repeats and is never comma-joined. */
export function excludedIds(query: URLSearchParams): ReadonlySet<string> {
  const ids = query.getAll('excluded');
  return ids.length === 0 ? nobody : new Set(ids);
}

/** Routes of both existence checks: HEAD as documented, GET as the Management SDK asks. */
export function existenceRoutes(style: UrlStyle, path: string): Route[] {
  return [
    { style, method: 'HEAD', path, status: 200 },
    { style, method: 'GET', path, status: 200 },
  ];
}
