import { collectorPaths, type Problem } from '@heliograph/contracts';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { CollectorError } from './collector-error.ts';
import type { Gate, GateRequest } from './gate.ts';
import type { Health } from './health.ts';
import type { PushedMetrics } from './pushed-metrics.ts';
import { createRateLimit } from './rate-limit.ts';
import { readMetrics } from './read-metrics.ts';

export interface HttpServerOptions {
  readonly gate: Gate;
  readonly pushed: PushedMetrics;
  readonly health: () => Health;
  readonly now: () => number;
}

/** Room for 500 metrics with long names. */
const largestBody = 256 * 1024;
/** Pushes are values of one moment; who has more of them sends an array. */
const pushesPerSecond = 50;
const pushesAtOnce = 100;

/**
 * Bodies are read with the contract's schemas. What Fastify would read its own kind of schemas with
 * is most of its code, and stays unloaded.
 */
const noSchemas = (): never => {
  throw new Error("Routes have no schemas of Fastify's");
};

/** The collector's own endpoints. The caller makes it listen. */
export function createHttpServer(options: HttpServerOptions): FastifyInstance {
  const { gate, pushed, health, now } = options;
  const app = Fastify({
    bodyLimit: largestBody,
    schemaController: {
      compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas },
    },
    // A peer that sends half a request does not hold a socket for ever.
    requestTimeout: 10_000,
    forceCloseConnections: true,
  });
  const limit = createRateLimit(pushesPerSecond, pushesAtOnce);

  // A browser sends text/plain across origins without asking; JSON it sends only when allowed to,
  // and nobody is. So pages of others cannot push.
  app.removeContentTypeParser('text/plain');

  app.post(
    collectorPaths.metrics,
    {
      onRequest: async (request) => {
        await gate.admit(toGateRequest(collectorPaths.metrics, request));
        if (!limit.take(now())) {
          throw new CollectorError(
            'too-many-requests',
            `At most ${pushesPerSecond} pushes a second are taken; send several metrics in one array`,
          );
        }
      },
    },
    async (request, reply) => {
      const metrics = readMetrics(request.body);
      pushed.push(metrics, now());
      return reply.code(202).send({ accepted: metrics.length });
    },
  );

  app.get(collectorPaths.health, async (request, reply) => {
    const answer = health();
    reply.code(answer.status === 'ok' ? 200 : 503).header('cache-control', 'no-store');
    if (gate.isLocal) return answer;
    // A probe from outside has no token, and needs no more than this.
    if (request.headers.authorization === undefined) return { status: answer.status };
    await gate.admit(toGateRequest(collectorPaths.health, request));
    return answer;
  });

  app.setNotFoundHandler(async (request, reply) => {
    const refusal = new CollectorError(
      'path-unknown',
      `There is no ${request.method} ${request.url.split('?')[0]?.slice(0, 200)} here; there are POST ${collectorPaths.metrics} and GET ${collectorPaths.health}`,
    );
    return reply.code(refusal.status).send(problemOf(refusal));
  });
  app.setErrorHandler(async (reason, _request, reply) => {
    const refusal = toCollectorError(reason);
    if (refusal.status === 401) reply.header('www-authenticate', challengeOf(refusal));
    if (refusal.code === 'too-many-requests') reply.header('retry-after', '1');
    return reply.code(refusal.status).send(problemOf(refusal));
  });
  return app;
}

const toGateRequest = (endpoint: string, { ip, headers }: FastifyRequest): GateRequest => ({
  endpoint,
  address: ip,
  headers,
});

/** RFC 6750 section 3: the scheme, and the reason only for a token that came. */
const challengeOf = ({ code }: CollectorError): string =>
  code === 'token-missing' ? 'Bearer' : 'Bearer error="invalid_token"';

function problemOf({ code, message }: CollectorError): Problem {
  return { error: { code, message } };
}

/** Says in our words what Fastify found wrong before a handler ran. */
function toCollectorError(reason: unknown): CollectorError {
  if (reason instanceof CollectorError) return reason;
  const cause = { cause: reason };
  const code = reason instanceof Error && 'code' in reason ? reason.code : undefined;
  const status = reason instanceof Error && 'statusCode' in reason ? reason.statusCode : undefined;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new CollectorError('body-too-large', `A push has at most ${largestBody} bytes`, cause);
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new CollectorError(
      'media-type-unsupported',
      'A push is JSON; send the header "content-type: application/json"',
      cause,
    );
  }
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new CollectorError('body-malformed', 'The body is not JSON', cause);
  }
  return new CollectorError('unexpected', 'The request could not be handled', cause);
}
