import * as z from 'zod';
import type { Backend } from '../backend.ts';
import { createEndpoint, type Endpoint } from '../http-function.ts';
import { toOpenApi } from '../open-api.ts';

/** `GET /api/openapi.json`: what the other endpoints, and this one, take and answer. */
export function createOpenApi({ authority }: Backend, others: readonly Endpoint[]): Endpoint {
  const endpoint: Endpoint = createEndpoint({
    name: 'openApi',
    method: 'GET',
    route: 'openapi.json',
    description: {
      summary: 'This document.',
      allowed: 'everybody',
      answers: { 200: { summary: 'OpenAPI 3.1.', body: z.record(z.string(), z.unknown()) } },
    },
    // Made when somebody asks, so that no start waits for it.
    handler: async () => ({
      headers: { 'cache-control': 'public, max-age=300' },
      jsonBody: toOpenApi({ endpoints: [...others, endpoint], authority }),
    }),
  });
  return endpoint;
}
