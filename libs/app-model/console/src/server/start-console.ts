import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import * as z from 'zod/mini';
import type { ResourceSnapshot } from '@heliograph/app-model-core';
import { consolePaths } from '../api/console-api.ts';
import { ConsoleError, type ConsoleErrorCode } from '../console-error.ts';
import { createAccess, type Access } from './access.ts';
import type { ConsoleSource } from './console-source.ts';
import type { EventStream } from './event-stream.ts';
import { isForUs } from './own-address.ts';
import { readRequest } from './read-request.ts';
import { registerPage } from './register-page.ts';
import { registerResources } from './register-resources.ts';
import { registerStreams } from './register-streams.ts';

export interface ConsoleOptions {
  readonly source: ConsoleSource;
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** The secret of this start, for programs of the person who started it. */
  readonly token: string;
  /** What the page calls the platform. */
  readonly title: string;
  /** Milliseconds; only differences matter. */
  readonly now?: () => number;
}

export interface RunningConsole {
  /** Without a trailing slash. It holds no secret. */
  readonly url: string;
  /** Every route of the API as `METHOD /path`, those of the page aside. */
  readonly routes: readonly string[];
  /** Lets go of all clients and stops listening. */
  close(): Promise<void>;
}

/** What a request may carry, in bytes: the longest there is holds a code. */
const bodyLimit = 1_024;

const statusByCode: Partial<Readonly<Record<ConsoleErrorCode, number>>> = {
  unauthorized: 401,
  'resource-unknown': 404,
  'action-unfit': 409,
  'request-invalid': 400,
  busy: 503,
};

const securityHeaders = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

const sessionBody = z.object({ code: z.string().check(z.maxLength(64)) });

/** Serves a console over a platform. */
export async function startConsole(options: ConsoleOptions): Promise<RunningConsole> {
  const { source, host, token, now = () => performance.now() } = options;
  const access = createAccess({ token, now });
  const streams = new Set<EventStream>();
  const app = Fastify({ bodyLimit, forceCloseConnections: true });
  let port = options.port;

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders);
    if (isForUs(request.headers, { host, port })) return;
    await refuse(reply, 421, 'request-invalid', 'This address is not that of the console');
  });
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof ConsoleError) {
      return refuse(reply, statusByCode[error.code] ?? 500, error.code, error.message);
    }
    const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500;
    if (typeof status === 'number' && status >= 400 && status < 500) {
      return refuse(reply, status, 'request-invalid', 'The request could not be read');
    }
    return refuse(reply, 500, 'unexpected', 'The console could not do that');
  });
  app.setNotFoundHandler((_request, reply) =>
    refuse(reply, 404, 'request-invalid', 'There is nothing at this path'),
  );

  const routes: string[] = [];
  await registerPage(app, options.title);
  app.addHook('onRoute', ({ method, url }) => {
    if (method !== 'HEAD') routes.push(`${String(method)} ${url}`);
  });
  registerLogin(app, access);
  registerHealth(app, source);
  await app.register(async (api) => {
    api.addHook('onRequest', async (request) => {
      if (access.principalOf(request.headers.authorization) !== undefined) return;
      throw new ConsoleError('unauthorized', 'A valid bearer token is needed');
    });
    registerResources(api, source);
    registerStreams(api, source, streams);
  });

  await app.listen({ host, port });
  ({ port } = app.server.address() as AddressInfo);
  return {
    url: `http://${host}:${port}`,
    routes,
    async close() {
      for (const stream of streams) stream.end();
      await app.close();
    },
  };
}

function refuse(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply.code(status).send({ code, message });
}

function registerLogin(app: FastifyInstance, access: Access): void {
  app.post(consolePaths.loginCodes, async (request) => {
    // A session must not be able to make others out of itself.
    if (access.principalOf(request.headers.authorization) === 'token') return access.issueCode();
    throw new ConsoleError('unauthorized', 'Codes are made with the token of this start');
  });
  app.post(consolePaths.sessions, async (request) => {
    const { code } = readRequest(sessionBody, request.body);
    const session = access.redeem(code);
    if (session !== undefined) return { session };
    throw new ConsoleError('unauthorized', 'This code is wrong, was used before, or is too old');
  });
}

function registerHealth(app: FastifyInstance, source: ConsoleSource): void {
  const isWell = ({ state, health }: ResourceSnapshot): boolean =>
    health === 'healthy' || state === 'external' || state === 'value';
  app.get(consolePaths.health, async (_request, reply) => {
    const healthy = source.resources().every(isWell);
    return reply.code(healthy ? 200 : 503).send({ status: healthy ? 'healthy' : 'unhealthy' });
  });
}
