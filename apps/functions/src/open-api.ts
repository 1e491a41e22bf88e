/**
 * The HTTP part of the backend as an OpenAPI document, made of what the endpoints say about
 * themselves and of the schemas that they read with.
 *
 * Reference: https://spec.openapis.org/oas/v3.1.1.html
 */
import { problemSchema } from '@heliograph/contracts';
import { IdentityError, identityErrorCodes } from '@heliograph/identity-verify';
import { toJSONSchema, type $ZodType } from 'zod/v4/core';
import { statusOf, type BackendErrorCode } from './backend-error.ts';
import type { Endpoint, EndpointDescription, EndpointParameter } from './http-function.ts';

export interface OpenApiOptions {
  readonly endpoints: readonly Endpoint[];
  /** Issuer of the access tokens that are accepted. */
  readonly authority: string;
}

type Json = Readonly<Record<string, unknown>>;

/** What may become of any request of a person whose token is good. */
const commonRefusals: readonly BackendErrorCode[] = [
  'session-ended',
  'role-missing',
  'rate-exceeded',
];

/** What may become of one whose token is not. */
const badTokens: readonly { readonly code: string; readonly status: number }[] =
  identityErrorCodes.map((code) => ({ code, status: new IdentityError(code, code).status }));

export function toOpenApi({ endpoints, authority }: OpenApiOptions): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const endpoint of endpoints) {
    const path = (paths[`/api/${endpoint.route}`] ??= {});
    path[endpoint.method.toLowerCase()] = toOperation(endpoint);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Heliograph backend',
      version: '1',
      description: 'What is not live: signing in to the live hub, history, notices from outside.',
    },
    paths,
    components: {
      schemas: { Problem: toSchema(problemSchema, 'output') },
      securitySchemes: {
        person: {
          type: 'openIdConnect',
          openIdConnectUrl: `${authority}/.well-known/openid-configuration`,
        },
      },
    },
  };
}

function toOperation({ name, description }: Endpoint): Json {
  const { summary, allowed, parameters = [], body } = description;
  const anonymous = allowed === 'everybody';
  return {
    operationId: name,
    summary,
    ...(Array.isArray(allowed) && { description: `Needs one of the roles ${allowed.join(', ')}.` }),
    security: anonymous ? [] : [{ person: [] }],
    ...(parameters.length > 0 && { parameters: parameters.map(toParameter) }),
    ...(body && { requestBody: { required: true, content: toContent(toSchema(body, 'input')) } }),
    responses: { ...toAnswers(description), ...toRefusals(description) },
  };
}

const toParameter = ({ in: place, name, summary, schema }: EndpointParameter): Json => ({
  in: place,
  name,
  description: summary,
  required: place === 'path',
  schema: toSchema(schema, 'input'),
});

function toAnswers({ answers }: EndpointDescription): Json {
  return Object.fromEntries(
    Object.entries(answers).map(([status, { summary, body }]) => [
      status,
      { description: summary, ...(body && { content: toContent(toSchema(body, 'output')) }) },
    ]),
  );
}

function toRefusals({ allowed, refusals = [] }: EndpointDescription): Json {
  if (allowed === 'everybody') return {};
  const codes = new Set([...commonRefusals, ...refusals]);
  if (Array.isArray(allowed)) codes.add('permission-denied');
  const all = [...badTokens, ...[...codes].map((code) => ({ code, status: statusOf(code) }))];
  return Object.fromEntries(
    [...Map.groupBy(all, ({ status }) => status)].map(([status, list]) => [
      String(status),
      {
        description: `Refused: ${list.map(({ code }) => code).join(', ')}.`,
        content: toContent({ $ref: '#/components/schemas/Problem' }),
      },
    ]),
  );
}

const toContent = (schema: Json): Json => ({ 'application/json': { schema } });

function toSchema(schema: $ZodType, io: 'input' | 'output'): Json {
  const entries = Object.entries(toJSONSchema(schema, { io }));
  // The document has one dialect for all of its schemas.
  return Object.fromEntries(entries.filter(([name]) => name !== '$schema'));
}
