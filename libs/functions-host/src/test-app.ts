/**
 * Runs an app's functions inside a test: the same registration, bindings and answers as under the
 * host, without processes, ports or a service. What functions send is kept for the test to read.
 */
import { createClientAccess, signatureHeader, signConnectionId } from '@heliograph/signalr-access';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { answerFailure, answerHttp } from './app/answer-http.ts';
import { answerUpstream } from './app/answer-upstream.ts';
import { readAppConfiguration } from './app/app-configuration.ts';
import { describeApp, type Generation } from './app/generation.ts';
import { createInvoker } from './app/invoke-function.ts';
import { createLocalWorker } from './app/local-worker.ts';
import type { HttpAnswer } from './http/response-data.ts';
import type { Log, LogEntry } from './log-entry.ts';
import type { HubAction } from './signalr/hub-action.ts';
import { createCoreApi, type CoreApi } from './worker/core-api.ts';
import type { ProgrammingModel } from './worker/core-types.ts';
import { createFunctionApp } from './worker/function-app.ts';
import { finishLoading, loadEntryFiles } from './worker/load-app.ts';
import { provideCoreModule } from './worker/provide-core-module.ts';

export interface TestAppOptions {
  /** Holds host.json, and package.json unless `load` is given. */
  readonly folder: string;
  /**
   * Imports the app's files, as in `() => import('./main.ts')`: the test runner then sees them. A
   * module registers only once, so a test file loads one app, or resets its modules in between.
   */
  readonly load?: () => Promise<unknown>;
  /** Settings, in the place of the environment. SignalR bindings find a service that needs no network. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** An event of a client, as the service would send it. */
export interface ClientEvent {
  readonly hub: string;
  readonly category: 'connections' | 'messages';
  readonly event: string;
  readonly connectionId?: string;
  readonly userId?: string;
  readonly claims?: Readonly<Record<string, string>>;
  /** Of an invocation. */
  readonly arguments?: readonly unknown[];
  /** Why a connection has ended. */
  readonly error?: string;
}

export interface ClientEventAnswer {
  readonly status: number;
  /** What the client gets for its invocation. */
  readonly result?: unknown;
  readonly error?: string;
}

export interface TestApp {
  readonly functions: readonly string[];
  /** Calls an HTTP function; `path` includes the route prefix, as in `/api/negotiate`. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  dispatch(event: ClientEvent): Promise<ClientEventAnswer>;
  /** What functions have sent through SignalR outputs, in order. */
  readonly sent: readonly { readonly hub: string; readonly action: HubAction }[];
  readonly log: readonly LogEntry[];
}

const accessKey = 'a-key-that-opens-nothing-0123456789-0123456789';
const defaultSettings = {
  AzureSignalRConnectionString: `Endpoint=http://127.0.0.1:1;AccessKey=${accessKey};Version=1.0;`,
};

/**
 * `@azure/functions` keeps the first core that it meets and sets its model only once, so all apps of
 * a process share both.
 */
let current: CoreApi | undefined;
let model: ProgrammingModel | undefined;

/** @throws FunctionsHostError, CoreError for what would keep the app from starting */
export async function createTestApp(options: TestAppOptions): Promise<TestApp> {
  const folder = resolve(options.folder);
  const configuration = await readAppConfiguration(folder, {
    ...defaultSettings,
    ...options.settings,
  });
  const log: LogEntry[] = [];
  const write: Log = (entry) => void log.push(entry);
  const app = createFunctionApp();
  app.model = model;
  shareCore(
    createCoreApi(app, (level, _category, message) => {
      if (level !== 'none') write({ level, source: 'host', message });
    }),
  );
  await (options.load ? options.load() : loadEntryFiles(folder));
  const loaded = await finishLoading(app, folder);

  const worker = createLocalWorker(app, loaded, write);
  const generation: Generation = describeApp(worker, configuration);
  const sent: { hub: string; action: HubAction }[] = [];
  const invoker = createInvoker({
    log: write,
    send: async (_service, hub, actions) => {
      sent.push(...actions.map((action) => ({ hub, action })));
      return Promise.resolve();
    },
    grant: ({ connection: { endpoint, version } }, request) =>
      createClientAccess({ ...request, connection: { endpoint, version, accessKey } }),
    onTimeout: () => undefined,
  });

  return {
    functions: generation.functions.map(({ name }) => name),
    sent,
    log,
    async fetch(path, init) {
      const request = new Request(new URL(path, 'http://localhost:7071'), init);
      const url = new URL(request.url);
      const { routePrefix } = configuration.host;
      const prefix = routePrefix === '' ? '/' : `/${routePrefix}/`;
      if (!url.pathname.startsWith(prefix)) return new Response(null, { status: 404 });
      const received = {
        method: request.method,
        url,
        headers: Object.fromEntries(request.headers),
        body: request.body ? Readable.fromWeb(request.body) : Readable.from([]),
        signal: request.signal,
      };
      const rest = url.pathname.slice(prefix.length);
      const answer = await answerHttp(generation, invoker, undefined, received, rest);
      return toResponse(answer);
    },
    async dispatch(event) {
      const trigger = generation.triggers.find(event)?.trigger;
      const key = trigger?.service.main.connection.accessKey ?? accessKey;
      const answer = await answerUpstream(generation, invoker, write, {
        method: 'POST',
        url: new URL('http://localhost:7071/runtime/webhooks/signalr'),
        headers: toHeaders(event, key),
        body: Buffer.from(JSON.stringify(toMessage(event))),
      }).catch(answerFailure);
      return readAnswer(answer);
    },
  };
}

function shareCore(core: CoreApi): void {
  const first = current === undefined;
  current = core;
  if (!first) return;
  provideCoreModule(
    {
      version: core.version,
      hostVersion: core.hostVersion,
      Disposable: core.Disposable,
      log: (...args) => current?.log(...args),
      registerFunction: (...args) => (current ?? core).registerFunction(...args),
      registerHook: (...args) => (current ?? core).registerHook(...args),
      setProgrammingModel(set) {
        model = set;
        (current ?? core).setProgrammingModel(set);
      },
      getProgrammingModel: () => (current ?? core).getProgrammingModel(),
    },
    () => undefined,
  );
}

function toHeaders(event: ClientEvent, key: string): Record<string, string> {
  const { connectionId = 'connection-1', userId, claims = {} } = event;
  const pairs = Object.entries(claims).map(([type, value]) => `${type}: ${value}`);
  // No header travels here, so only what would be taken for an escape has to be one.
  const toValue = (text: string) =>
    /%[0-9a-f]{2}/i.test(text) ? text.replaceAll('%', '%25') : text;
  return {
    'content-type': 'application/json',
    'x-asrs-connection-id': connectionId,
    'x-asrs-hub': event.hub,
    'x-asrs-category': event.category,
    'x-asrs-event': toValue(event.event),
    'x-asrs-user-claims': pairs.map(toValue).join(', '),
    [signatureHeader.toLowerCase()]: signConnectionId([key], connectionId),
    ...(userId !== undefined && { 'x-asrs-user-id': toValue(userId) }),
  };
}

function toMessage({ category, event, arguments: args = [], error }: ClientEvent): object {
  if (category === 'messages') {
    return { type: 1, invocationId: '1', target: event, arguments: args };
  }
  return event.toLowerCase() === 'connected' ? { type: 10 } : { type: 11, error };
}

function readAnswer({ status, body }: HttpAnswer): ClientEventAnswer {
  if (body instanceof Readable) return { status };
  const [text = ''] = Buffer.from(body).toString('utf8').split('\u001e');
  if (!text.startsWith('{')) return { status };
  const { result, error } = JSON.parse(text) as { result?: unknown; error?: string };
  return { status, ...(error === undefined ? { result } : { error }) };
}

function toResponse({ status, headers, body }: HttpAnswer): Response {
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((one): [string, string] => [name, one]),
  );
  const bodiless = status === 204 || status === 205 || status === 304;
  if (bodiless && body instanceof Readable) body.destroy();
  return new Response(bodiless ? null : toBody(body), { status, headers: pairs });
}

const toBody = (body: HttpAnswer['body']): ConstructorParameters<typeof Response>[0] =>
  body instanceof Readable ? (Readable.toWeb(body) as ReadableStream) : Buffer.from(body);
