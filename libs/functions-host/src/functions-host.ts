/**
 * Runs a stock Azure Functions v4 app (Node) on one machine: HTTP functions under their routes,
 * SignalR events at the webhook, code in a process of its own that is replaced when it changes.
 */
import { relative, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { answerFailure, answerHttp } from './app/answer-http.ts';
import { answerUpstream } from './app/answer-upstream.ts';
import { answerAdmin } from './app/answer-admin.ts';
import { textAnswer } from './app/answer.ts';
import { readAppConfiguration } from './app/app-configuration.ts';
import { createAppRunner } from './app/app-runner.ts';
import {
  describeFunctions,
  signalRWebhookPath,
  type FunctionDescription,
} from './app/function-description.ts';
import { startGeneration, type Generation } from './app/generation.ts';
import { startHostServer } from './app/host-server.ts';
import { createInvoker } from './app/invoke-function.ts';
import { createTimers } from './app/timers.ts';
import { watchSources } from './app/source-watcher.ts';
import { decideCors, type CorsPolicy } from './http/cors.ts';
import { mayPass, type FunctionKeys } from './http/function-keys.ts';
import { receive, type IncomingRequest } from './http/incoming-request.ts';
import type { HttpAnswer } from './http/response-data.ts';
import type { Log } from './log-entry.ts';
import { createClientAccessSource } from './signalr/client-access-source.ts';
import { createEntraTokens, type EntraTokenSource } from './signalr/entra-token.ts';
import { createHubClients } from './signalr/hub-clients.ts';
import { createHubSender } from './signalr/hub-sender.ts';

export interface FunctionsHostOptions {
  /** The app: host.json, package.json whose `main` names its files, perhaps local.settings.json. */
  readonly folder: string;
  /** 127.0.0.1 by default. */
  readonly host?: string;
  /** 0 for any free one. By default what local.settings.json says, else 7071. */
  readonly port?: number;
  /** Settings; they win over local.settings.json. The process's environment by default. */
  readonly env?: NodeJS.ProcessEnv;
  /** Wins over local.settings.json. */
  readonly cors?: CorsPolicy;
  /** Switches keys on. Without them everybody may call everything, as on a laptop. */
  readonly keys?: FunctionKeys;
  /** Whether a change of source is taken over. True by default. */
  readonly watch?: boolean;
  readonly log?: Log;
  /**
   * Tokens for connections without an access key. By default those of the identity that the settings
   * name, else of whoever is signed in on this machine.
   */
  readonly tokens?: EntraTokenSource;
}

export interface FunctionsHost {
  readonly url: string;
  readonly port: number;
  /** As they are at the moment of reading. */
  readonly functions: FunctionDescription[];
  stop(): Promise<void>;
}

const defaultPort = 7071;

/**
 * Starts the host; it answers when this resolves.
 *
 * @throws FunctionsHostError saying in one sentence what is wrong; nothing is left running then
 */
export async function startFunctionsHost(options: FunctionsHostOptions): Promise<FunctionsHost> {
  const { host = '127.0.0.1', env = process.env, cors, keys, watch = true } = options;
  const { log = () => undefined, tokens = createEntraTokens() } = options;
  const folder = resolve(options.folder);
  const configuration = await readAppConfiguration(folder, env, cors);

  const runner = createAppRunner({
    start: startApp,
    accompany: (generation) => timers.start(generation),
    log,
  });
  const watcher = watch
    ? watchSources({
        folder,
        onChange: (file) => runner.reload(`${relative(folder, file)} changed`),
        onError: ({ message }) =>
          log({ level: 'warning', source: 'host', message: `Cannot watch the source: ${message}` }),
      })
    : undefined;
  const clients = createHubClients(tokens);
  const invoker = createInvoker({
    log,
    send: createHubSender(clients),
    grant: createClientAccessSource(clients),
    onTimeout: (generation) => {
      if (runner.current() === generation) runner.reload('a function outlived its time');
    },
  });
  const timers = createTimers({ invoker, log });
  const admin = { keys, timers, baseUrl: () => url() };
  let running = 0;

  async function startApp(): Promise<Generation> {
    const fresh = await readAppConfiguration(folder, env, cors);
    if (fresh.entryPattern !== undefined) watcher?.setEntryPattern(fresh.entryPattern);
    return startGeneration({
      configuration: fresh,
      log,
      onFiles: (files) => watcher?.add(files),
    });
  }

  async function answer(request: IncomingRequest): Promise<HttpAnswer> {
    const generation = runner.current();
    const { pathname } = request.url;
    if (pathname.startsWith('/admin/')) return answerAdmin(admin, generation, request);
    if (generation === undefined) {
      return {
        ...textAnswer(503, 'The app is not running; it is being started.'),
        headers: { 'retry-after': '1', 'content-type': 'text/plain; charset=utf-8' },
      };
    }
    if (running >= generation.configuration.host.maxOutstandingRequests) return textAnswer(429);
    running += 1;
    const release = (): void => void (running -= 1);
    const given = await answerFunction(generation, request, pathname).catch(answerFailure);
    if (given.body instanceof Readable) given.body.once('close', release);
    else release();
    return given;
  }

  async function answerFunction(
    generation: Generation,
    request: IncomingRequest,
    pathname: string,
  ): Promise<HttpAnswer> {
    if (pathname.toLowerCase() === signalRWebhookPath) {
      if (!mayPass(keys, 'signalr', request)) return textAnswer(401);
      const received = await receive(request, generation.configuration.maxBodyBytes);
      return answerUpstream(generation, invoker, log, received);
    }
    const { routePrefix } = generation.configuration.host;
    const prefix = routePrefix === '' ? '/' : `/${routePrefix}/`;
    if (pathname.toLowerCase().startsWith(prefix.toLowerCase())) {
      return answerHttp(generation, invoker, keys, request, pathname.slice(prefix.length));
    }
    if (pathname === '/') return textAnswer(200, 'The Functions host is running.');
    return textAnswer(404, `HTTP functions are under ${prefix}`);
  }

  const url = (): string => `http://${host.includes(':') ? `[${host}]` : host}:${server.port}`;

  // The port first: it is taken in a moment, and a port that is not free needs no app.
  const server = await startHostServer({
    host,
    port: options.port ?? configuration.port ?? defaultPort,
    log,
    answer,
    before: ({ method = 'GET', headers }) => {
      const policy = runner.current()?.configuration.cors ?? configuration.cors;
      const decision = decideCors(policy, method, headers);
      return {
        headers: decision.headers,
        ...(decision.preflight && { answer: textAnswer(204) }),
      };
    },
  });
  async function stop(): Promise<void> {
    watcher?.close();
    // Requests that are being answered need the app for a moment longer.
    await server.stop();
    await runner.stop();
  }
  try {
    await runner.start();
  } catch (reason) {
    await stop();
    throw reason;
  }
  return {
    url: url(),
    port: server.port,
    get functions() {
      const generation = runner.current();
      return generation ? describeFunctions(generation, url()) : [];
    },
    stop,
  };
}
