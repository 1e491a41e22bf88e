import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { errorText } from '../error-text.ts';
import { FunctionsHostError } from '../functions-host-error.ts';
import type { IncomingRequest } from '../http/incoming-request.ts';
import type { HttpAnswer } from '../http/response-data.ts';
import type { Log } from '../log-entry.ts';
import { textAnswer } from './answer.ts';

export interface HostServerOptions {
  readonly host: string;
  readonly port: number;
  readonly log: Log;
  /** Headers to add to the answer, and the whole answer where the body need not be read. */
  readonly before: (request: IncomingMessage) => {
    readonly headers: Readonly<Record<string, string>>;
    readonly answer?: HttpAnswer;
  };
  readonly answer: (request: IncomingRequest) => Promise<HttpAnswer>;
}

export interface HostServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** How long open requests may finish after `stop`. */
const stopMs = 500;

/** @throws FunctionsHostError `port-taken`, `address-invalid` */
export async function startHostServer(options: HostServerOptions): Promise<HostServer> {
  const { host, port, log, before, answer } = options;
  const server = createServer((request, response) => {
    handle(request, response).catch((reason: unknown) => {
      // Mostly clients that left; whoever is still there gets an end.
      log({ level: 'debug', source: 'host', message: `Request ended early: ${errorText(reason)}` });
      response.destroy();
    });
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = readUrl(request);
    if (url === undefined) return write(request, response, {}, textAnswer(400));
    const first = before(request);
    if (first.answer) return write(request, response, first.headers, first.answer);
    const leaving = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) leaving.abort();
    });
    const { method = 'GET', headers } = request;
    const { signal } = leaving;
    const answered = await answer({ method, url, headers, body: request, signal });
    return write(request, response, first.headers, answered);
  }

  await listen(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), stopMs);
      await closed;
      clearTimeout(timer);
    },
  };
}

async function write(
  request: IncomingMessage,
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
  { status, headers: own, body }: HttpAnswer,
): Promise<void> {
  const bodiless = status === 204 || status === 304;
  const isStream = body instanceof Readable;
  response.writeHead(status, {
    ...own,
    ...headers,
    ...(bodiless || isStream ? {} : { 'content-length': String(body.length) }),
  });
  if (bodiless || request.method === 'HEAD') {
    response.end();
    if (isStream) body.destroy();
  } else if (isStream) {
    response.flushHeaders();
    await pipeline(body, response);
  } else response.end(body);
}

function readUrl({ url = '', headers }: IncomingMessage): URL | undefined {
  // Only the path form: the others belong to proxies.
  if (!url.startsWith('/')) return undefined;
  const base = `http://${headers.host ?? 'localhost'}`;
  const full = base + url;
  return URL.canParse(base) && URL.canParse(full) ? new URL(full) : undefined;
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (reason: NodeJS.ErrnoException) => {
      reject(
        reason.code === 'EADDRINUSE'
          ? new FunctionsHostError(
              'port-taken',
              `Port ${port} on ${host} is taken; choose another with --port`,
            )
          : new FunctionsHostError(
              'address-invalid',
              `Cannot listen on ${host}:${port} (${reason.code ?? reason.message})`,
            ),
      );
    });
    server.listen(port, host, resolve);
  });
}
