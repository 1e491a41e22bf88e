/**
 * What travels between the console and its clients: its page, the command line, and whoever writes
 * against the HTTP API that the README describes.
 */
import {
  presentStates,
  resourceActions,
  type LogLine,
  type ResourceKind,
  type ResourceSnapshot,
} from '@heliograph/app-model-core';
import * as z from 'zod/mini';

export const consolePaths = {
  /** Open to everybody: whether all parts are healthy, and nothing else. */
  health: '/health',
  resources: '/api/resources',
  events: '/api/events',
  logs: '/api/logs',
  logStream: '/api/logs/stream',
  loginCodes: '/api/login-codes',
  sessions: '/api/sessions',
} as const;

const text = z.string();
const count = z.int().check(z.gte(0));

const resourceKinds = [
  'azure-signalr',
  'azure-functions-app',
  'node-app',
  'container-app',
  'vite-app',
  'static-site',
  'openid-provider',
  'azure-tables',
  'application-insights',
  'connection-string',
] as const satisfies readonly ResourceKind[];

export const resourceSchema = z.object({
  name: text,
  kind: z.enum(resourceKinds),
  state: z.enum(presentStates),
  detail: text,
  health: z.enum(['healthy', 'unhealthy', 'unknown']),
  healthCheck: z.nullable(text),
  endpoints: z.array(z.object({ name: text, url: text })),
  waitsFor: z.array(text),
  references: z.array(text),
  settings: z.array(z.object({ name: text, value: z.nullable(text) })),
  pid: z.nullable(count),
  starts: count,
  since: z.nullable(z.number()),
  actions: z.array(z.enum(resourceActions)),
}) satisfies z.ZodMiniType<ResourceSnapshot>;

export const logLineSchema = z.object({
  number: count,
  at: z.number(),
  resource: text,
  text,
}) satisfies z.ZodMiniType<LogLine>;

export const resourcesSchema = z.object({ resources: z.array(resourceSchema) });
export const logLinesSchema = z.object({ lines: z.array(logLineSchema) });

/** A code that opens the console in a browser once. */
export const loginCodeSchema = z.object({
  code: text,
  /** Seconds. */
  expiresIn: count,
});

export const sessionSchema = z.object({ session: text });

/** Any refusal: what went wrong as a stable word, and as a sentence. */
export const refusalSchema = z.object({ code: text, message: text });

/** Names of the events in the streams. */
export const streamEvents = {
  /** Data: a resource, whenever anything about it changed. */
  resource: 'resource',
  /** Data: lines, in order; the event's id is the number of the last one. */
  lines: 'lines',
} as const;

/** Most lines that one answer holds, and what is sent when nobody says how many. */
export const tailLimits = { most: 2_000, usual: 200 } as const;
