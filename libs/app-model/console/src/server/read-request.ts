import type { FastifyRequest } from 'fastify';
import type { ResourceSnapshot } from '@heliograph/app-model-core';
import * as z from 'zod/mini';
import { tailLimits } from '../api/console-api.ts';
import { ConsoleError } from '../console-error.ts';
import type { ConsoleSource } from './console-source.ts';
import type { LinesWanted } from './merge-lines.ts';

const wholeNumber = z.pipe(
  z.string().check(z.regex(/^\d{1,9}$/)),
  z.transform((digits) => Number(digits)),
);
const linesQuery = z.object({
  resource: z.optional(z.string()),
  after: z.optional(wholeNumber),
  tail: z.optional(wholeNumber),
});

/** Reads a part of a request. @throws ConsoleError `request-invalid` with the place */
export function readRequest<Schema extends z.ZodMiniType>(
  schema: Schema,
  input: unknown,
): z.output<Schema> {
  const { success, data, error } = schema.safeParse(input);
  if (success) return data;
  const [issue] = error.issues;
  const place = issue && issue.path.length > 0 ? ` at ${issue.path.join('.')}` : '';
  throw new ConsoleError('request-invalid', `The request is not as it should be${place}`);
}

/** @throws ConsoleError `resource-unknown` with the names that there are */
export function findResource(source: ConsoleSource, name: string): ResourceSnapshot {
  const resources = source.resources();
  const found = resources.find((resource) => resource.name === name);
  if (found) return found;
  const names = resources.map((resource) => resource.name).join(', ');
  throw new ConsoleError('resource-unknown', `There is no resource of that name, only ${names}`);
}

/** Which lines a request for logs asks for. @throws ConsoleError */
export function readLinesWanted(source: ConsoleSource, request: FastifyRequest): LinesWanted {
  const { resource, after, tail = tailLimits.usual } = readRequest(linesQuery, request.query);
  if (resource !== undefined) findResource(source, resource);
  return { resource, after, tail: Math.min(tail, tailLimits.most) };
}
