import * as z from 'zod';
import type { Backend } from '../backend.ts';
import { createEndpoint } from '../http-function.ts';
import { noStore, type HttpFunction } from '../http-handler.ts';

const stateSchema = z.enum(['ok', 'failing']);
const healthSchema = z.object({
  status: stateSchema,
  checks: z.object({ history: stateSchema }),
  refusals: z.array(z.object({ where: z.string(), code: z.string(), count: z.int() })),
});

/** `GET /api/health`: 200 when the backend can do its work, otherwise 503, and what was refused. */
export function createHealth(backend: Backend) {
  return createEndpoint({
    name: 'health',
    method: 'GET',
    route: 'health',
    description: {
      summary: 'Whether the backend can do its work, and how often it refused what.',
      allowed: 'everybody',
      answers: {
        200: { summary: 'It can.', body: healthSchema },
        503: { summary: 'The history cannot be read.', body: healthSchema },
      },
    },
    handler: checkHealth(backend),
  });
}

function checkHealth({ history, refusals, now }: Backend): HttpFunction {
  return async (_request, context) => {
    const at = now();
    const failure = await history.range({ from: at, to: at, limit: 1 }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (failure !== undefined) context.error('health: the history cannot be read:', failure);
    const state = failure === undefined ? 'ok' : 'failing';
    const jsonBody: z.infer<typeof healthSchema> = {
      status: state,
      checks: { history: state },
      refusals: refusals.list(),
    };
    return { status: failure === undefined ? 200 : 503, headers: noStore, jsonBody };
  };
}
