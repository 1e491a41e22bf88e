import { app, type FunctionOutput } from '@azure/functions';
import type { Role } from '@heliograph/contracts';
import type { $ZodType } from 'zod/v4/core';
import type { BackendErrorCode } from './backend-error.ts';
import type { HttpFunction } from './http-handler.ts';

/** A function of the backend. The host knows it once it is registered. */
export interface BackendFunction {
  readonly name: string;
  register(): void;
}

/** What the OpenAPI document says of an endpoint. */
export interface EndpointDescription {
  readonly summary: string;
  /** Who may call it: everybody, whoever is signed in with a role, or those with one of these. */
  readonly allowed: 'everybody' | 'signed-in' | readonly Role[];
  /** One for each in the route, and those of the query. */
  readonly parameters?: readonly EndpointParameter[];
  /** The JSON that is sent. */
  readonly body?: $ZodType;
  readonly answers: Readonly<
    Record<number, { readonly summary: string; readonly body?: $ZodType }>
  >;
  /** Besides those that every endpoint for people who are signed in has. */
  readonly refusals?: readonly BackendErrorCode[];
}

export interface EndpointParameter {
  readonly in: 'path' | 'query';
  readonly name: string;
  readonly summary: string;
  readonly schema: $ZodType;
}

export interface HttpFunctionParts {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below the route prefix `api`. */
  readonly route: string;
  readonly description: EndpointDescription;
  readonly handler: HttpFunction;
  /** Where it sends through the live hub. */
  readonly output?: FunctionOutput;
}

export interface Endpoint extends HttpFunctionParts, BackendFunction {}

export function createEndpoint(parts: HttpFunctionParts): Endpoint {
  const { name, method, route, handler, output } = parts;
  return {
    ...parts,
    register() {
      app.http(name, {
        // Probes ask for the head alone.
        methods: method === 'GET' ? ['GET', 'HEAD'] : [method],
        authLevel: 'anonymous',
        route,
        ...(output && { extraOutputs: [output] }),
        handler,
      });
    },
  };
}
