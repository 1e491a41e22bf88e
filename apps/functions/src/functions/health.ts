import { app } from '@azure/functions';
import type { Backend } from '../backend.ts';
import { noStore, type HttpFunction } from '../http-handler.ts';

/** `GET /api/health`: 200 when the backend can do its work, otherwise 503, and what was refused. */
export function registerHealth(backend: Backend): void {
  app.http('health', {
    methods: ['GET', 'HEAD'],
    authLevel: 'anonymous',
    route: 'health',
    handler: createHealth(backend),
  });
}

export function createHealth({ history, refusals, now }: Backend): HttpFunction {
  return async (_request, context) => {
    const at = now();
    const failure = await history.range({ from: at, to: at, limit: 1 }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (failure !== undefined) context.error('health: the history cannot be read:', failure);
    const checks = { history: failure === undefined ? 'ok' : 'failing' };
    return {
      status: failure === undefined ? 200 : 503,
      headers: noStore,
      jsonBody: { status: checks.history, checks, refusals: refusals.list() },
    };
  };
}
