import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { refuseUpgrade, writeAnswer, type ClientRuntime } from '@heliograph/signalr-connections';
import type { ClientDetails } from '../client/client-details.ts';
import type { DataPlane } from '../data-plane/data-plane.ts';
import type { ServiceFigures } from '../figures/service-figures.ts';
import { ServiceError } from '../service-error.ts';
import type { ServiceLog } from '../service-log.ts';
import { corsHeaders, isPreflight, preflightHeaders, type AllowedOrigins } from './cors.ts';
import { answerOwnPage, type OwnPages } from './own-pages.ts';
import { readRequestTarget, type RequestTarget } from './request-target.ts';

// A trailing slash and the case of letters mean nothing, as in the data plane.
const negotiatePath = /^\/client\/negotiate\/?$/i;
/** Longest path with query. https://learn.microsoft.com/azure/azure-signalr/signalr-howto-troubleshoot-guide */
const maxUrlLength = 12 * 1024;
/** Of a path, in the log. */
const shownLength = 256;
const clientPath = /^\/client\/?$/i;

export interface ServiceHandlerOptions {
  readonly clients: ClientRuntime<ClientDetails>;
  readonly dataPlane: DataPlane;
  readonly allowedOrigins: AllowedOrigins;
  readonly pages: OwnPages;
  readonly figures: Pick<ServiceFigures, 'answered'>;
  readonly log: ServiceLog;
}

export interface ServiceHandler {
  request(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** Leads each request to the part that answers it, and turns what goes wrong into an answer. */
export function createServiceHandler(options: ServiceHandlerOptions): ServiceHandler {
  const { clients, dataPlane, allowedOrigins, pages, figures, log } = options;

  /** Returns once the request is answered, or with a promise of that. */
  function answer(
    request: IncomingMessage,
    response: ServerResponse,
    target: RequestTarget,
  ): Promise<void> | undefined {
    checkLength(target);
    const { headers, method } = request;
    if (isOwnPage(target)) {
      // Without CORS headers: what a browser shows on other sites must not read these.
      answerOwnPage(pages, target.path, request, response);
      return undefined;
    }
    if (headers.origin !== undefined) {
      for (const [name, value] of Object.entries(corsHeaders(headers, allowedOrigins))) {
        response.setHeader(name, value);
      }
    }
    if (isPreflight(method, headers)) {
      response.writeHead(204, preflightHeaders(headers)).end();
      return undefined;
    }
    if (isDataPlane(target)) return dataPlane.handle(request, response, target);
    const { path, query } = target;
    if (negotiatePath.test(path)) {
      clients.negotiate(request, response, query);
      return undefined;
    }
    if (clientPath.test(path)) return clients.request(request, response, query);
    throw new ServiceError('route-unknown', 'The service has no such path');
  }

  function respond(
    request: IncomingMessage,
    response: ServerResponse,
    target: RequestTarget,
  ): Promise<void> | undefined {
    try {
      return answer(request, response, target)?.catch((reason: unknown) =>
        answerFailure(reason, request, response, target),
      );
    } catch (reason) {
      answerFailure(reason, request, response, target);
      return undefined;
    }
  }

  function answerFailure(
    reason: unknown,
    request: IncomingMessage,
    response: ServerResponse,
    { path }: RequestTarget,
  ): void {
    if (request.destroyed && !request.complete) return; // the caller hung up
    const error = refuse(reason, request, path);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (error.code === 'token-rejected') response.setHeader('WWW-Authenticate', 'Bearer');
    const body = JSON.stringify({ code: error.code, message: error.message });
    const headers = { 'Content-Type': 'application/json' };
    writeAnswer(response, { status: error.status, body, headers });
  }

  function count(response: ServerResponse): void {
    const errorCode = response.getHeader('x-ms-error-code');
    figures.answered(response.statusCode, errorCode?.toString());
  }

  function refuse(reason: unknown, request: IncomingMessage, path: string): ServiceError {
    const error = ServiceError.from(reason);
    const isFault = error.code === 'unexpected';
    const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
    log({
      level: isFault ? 'error' : 'warn',
      event: isFault ? 'unexpected' : 'request-refused',
      message: `${request.method} ${path.slice(0, shownLength)}: ${error.message}${isFault ? cause : ''}`,
    });
    return error;
  }

  return {
    request(request, response) {
      const target = readRequestTarget(request.url);
      const responded = respond(request, response, target);
      if (isOwnPage(target)) return;
      if (response.writableEnded) count(response);
      else if (isDataPlane(target)) void responded?.then(() => count(response));
      // Other answers to clients are given later, or go on for as long as the client listens.
      else response.once('close', () => count(response));
    },

    upgrade(request, socket, head) {
      const target = readRequestTarget(request.url);
      const { path, query } = target;
      try {
        checkLength(target);
        if (!clientPath.test(path)) {
          throw new ServiceError('route-unknown', 'The service takes no WebSockets here');
        }
        figures.answered(clients.upgrade(request, socket, head, query));
      } catch (reason) {
        const error = refuse(reason, request, path);
        figures.answered(error.status);
        if (error.code === 'unexpected') socket.destroy();
        else refuseUpgrade(socket, { status: error.status, body: error.message });
      }
    },
  };
}

function checkLength({ path, search }: RequestTarget): void {
  if (path.length + search.length <= maxUrlLength) return;
  throw new ServiceError('uri-too-long', `The URL is longer than ${maxUrlLength} characters`);
}

/** Who looks at the figures does not change them. */
function isOwnPage({ path }: RequestTarget): boolean {
  return path.startsWith('/emulator/');
}

function isDataPlane({ path }: RequestTarget): boolean {
  return /^\/api\//i.test(path);
}
