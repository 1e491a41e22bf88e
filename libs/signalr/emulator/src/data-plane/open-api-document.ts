/**
 * The data plane described for tools. Paths, methods and statuses come from the routes themselves;
 * what only people need to know is in `operation-notes.ts`.
 *
 * Reference: https://spec.openapis.org/oas/v3.1.0
 */
import type { Operation, Route } from './operation.ts';
import { operationNotes, queryParameters, type OperationNote } from './operation-notes.ts';
import { answerOf, problem, requestBodies, schemas, statusTexts } from './open-api-schemas.ts';

export interface OpenApiOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly security?: readonly object[];
  readonly parameters: readonly object[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, object>>;
}

export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: object;
  readonly security: readonly object[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: object;
}

const prefixes = { v1: '/api/v1/hubs/{hub}', dated: '/api/hubs/{hub}' } as const;
const pathParameters: Readonly<Record<string, string>> = {
  hub: 'A letter, then up to 127 letters, digits or characters of _`,.[]',
  group: '1 to 1024 characters that are not all blank',
  user: 'Compared exactly, case included',
  connection: 'The id, not the connection token',
  stream: 'The invocation id that the client gave the stream',
};

export function openApiDocument(operations: readonly Operation[]): OpenApiDocument {
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  const uses = new Map<string, number>();

  for (const operation of operations) {
    for (const route of operation.routes) {
      const path = [prefixes[route.style], route.path].filter((part) => part !== '').join('/');
      const name = `${operation.id}_${route.style}_${route.method.toLowerCase()}`;
      const use = (uses.get(name) ?? 0) + 1;
      uses.set(name, use);
      paths[path] = {
        ...paths[path],
        [route.method.toLowerCase()]: describe(
          use === 1 ? name : `${name}_${use}`,
          route,
          path,
          operationNotes[operation.id] ?? { summary: operation.id },
        ),
      };
    }
  }

  return {
    openapi: '3.1.0',
    info: {
      title: 'Azure SignalR Service data plane, as offered locally',
      version: '2024-12-01',
      description:
        'Paths with `v1` and paths with `api-version` are two styles of the same operations; status codes differ.',
    },
    security: [{ accessKey: [] }],
    paths: { ...paths, ...healthPaths() },
    components: {
      schemas,
      securitySchemes: {
        accessKey: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description:
            'HS256 with the access key; `aud` is the URL of the request, `exp` is needed.',
        },
      },
    },
  };
}

function describe(
  operationId: string,
  { style, method, status }: Route,
  path: string,
  note: OperationNote,
): OpenApiOperation {
  const { summary, query = [], body, answer, refusals = [], notOffered } = note;
  const success = notOffered === undefined ? [status] : [501];
  const statuses = [...new Set([...success, 400, 401, 415, ...refusals])].toSorted(
    (one, other) => one - other,
  );
  return {
    operationId,
    summary,
    ...(notOffered !== undefined && { description: notOffered }),
    parameters: [
      ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
        name,
        in: 'path',
        required: true,
        description: pathParameters[name],
        schema: { type: 'string' },
      })),
      ...(style === 'dated' ? [optional('api-version', apiVersion)] : []),
      optional('application', application),
      ...query.map((name) => optional(name, queryParameters[name])),
    ],
    ...(body !== undefined && { requestBody: requestBodies[body] }),
    responses: Object.fromEntries(
      statuses.map((each) => [
        String(each),
        response(each, method, each === status ? answer : undefined),
      ]),
    ),
  };
}

function response(
  status: number,
  method: Route['method'],
  answer: OperationNote['answer'],
): object {
  const description = statusTexts[status] ?? '';
  if (answer !== undefined) return { description, content: answerOf(answer) };
  if (status === 404) {
    return { description, headers: { 'x-ms-error-code': { schema: { type: 'string' } } } };
  }
  if (status < 400 || method === 'HEAD') return { description };
  return { description, content: problem };
}

const optional = (name: string, rest: object) => ({ name, in: 'query', required: false, ...rest });

const apiVersion = {
  description: 'Azure needs it; here every version is answered alike.',
  schema: { type: 'string', examples: ['2022-06-01', '2024-12-01'] },
};
const application = {
  description: 'Prefix of the hub: `<application>_<hub>`.',
  schema: { type: 'string' },
};

/** Probes come without a token. */
function healthPaths(): OpenApiDocument['paths'] {
  const health = (operationId: string): OpenApiOperation => ({
    operationId,
    summary: 'Whether the service runs',
    security: [],
    parameters: [],
    responses: { '200': { description: 'It does' } },
  });
  return {
    '/api/health': { head: health('health_dated_head'), get: health('health_dated_get') },
    '/api/v1/health': { head: health('health_v1_head'), get: health('health_v1_get') },
  };
}
