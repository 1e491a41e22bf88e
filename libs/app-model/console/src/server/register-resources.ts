import type { FastifyInstance } from 'fastify';
import * as z from 'zod/mini';
import { resourceActions } from '@heliograph/app-model-core';
import { consolePaths } from '../api/console-api.ts';
import { ConsoleError } from '../console-error.ts';
import type { ConsoleSource } from './console-source.ts';
import { mergeLines } from './merge-lines.ts';
import { findResource, readLinesWanted, readRequest } from './read-request.ts';

const nameParameter = z.object({ name: z.string() });
const actionParameters = z.object({ name: z.string(), action: z.enum(resourceActions) });

/** What the resources are like now, what they printed, and what to do with them. */
export function registerResources(app: FastifyInstance, source: ConsoleSource): void {
  app.get(consolePaths.resources, async () => ({ resources: source.resources() }));
  app.get(`${consolePaths.resources}/:name`, async (request) =>
    findResource(source, readRequest(nameParameter, request.params).name),
  );
  app.post(`${consolePaths.resources}/:name/:action`, async (request) => {
    const { name, action } = readRequest(actionParameters, request.params);
    const { kind } = findResource(source, name);
    try {
      await source.act(name, action);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      const message =
        error.code === 'action-unfit'
          ? error.message
          : `${name} (${kind}) is no part that runs here`;
      throw new ConsoleError('action-unfit', message, { cause: error });
    }
    return findResource(source, name);
  });
  app.get(consolePaths.logs, async (request) => ({
    lines: mergeLines(source, readLinesWanted(source, request)),
  }));
}
