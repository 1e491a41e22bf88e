import { validateHeaderName, validateHeaderValue } from 'node:http';
import * as z from 'zod';
import { FunctionsHostError } from '../functions-host-error.ts';
import { parseTimeSpan } from './time-span.ts';

/** What this host takes from host.json. */
export interface HostConfiguration {
  /** Prefix of every HTTP route, without slashes at its ends; empty for none. `api` by default. */
  readonly routePrefix: string;
  /** Milliseconds; `Infinity` for no limit. Half an hour by default, as in the Flex plan. */
  readonly functionTimeoutMs: number;
  /** Requests that may run at once; more are refused with 429. */
  readonly maxOutstandingRequests: number;
  /** Of every answer of an HTTP function that has none of the same name. Names are lower-case. */
  readonly customHeaders: Readonly<Record<string, string>>;
  /** Lower-case names of the only functions that are to run. All when absent. */
  readonly functions?: readonly string[];
}

const defaultTimeout = '00:30:00';
/** A bound that a laptop never reaches in earnest, for apps that set none. */
const defaultOutstanding = 1000;

const hostJsonSchema = z.looseObject({
  version: z.string(),
  functionTimeout: z.string().default(defaultTimeout),
  functions: z.array(z.string().toLowerCase()).optional(),
  extensions: z
    .looseObject({
      http: z
        .looseObject({
          routePrefix: z.string().default('api'),
          customHeaders: z.record(z.string().toLowerCase(), z.string()).default({}),
          maxOutstandingRequests: z.number().int().min(-1).default(defaultOutstanding),
        })
        .prefault({}),
    })
    .prefault({}),
});

/** Reads the text of host.json. @throws FunctionsHostError `host-json-invalid` */
export function parseHostJson(text: string): HostConfiguration {
  const parsed = hostJsonSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') || 'the document';
    throw invalid(`${where}: ${issue?.message ?? 'malformed'}`);
  }
  const { version, functionTimeout, extensions, functions } = parsed.data;
  if (version !== '2.0') throw invalid(`version is "${version}"; only "2.0" is known`);
  const functionTimeoutMs = parseTimeSpan(functionTimeout);
  if (functionTimeoutMs === undefined || functionTimeoutMs <= 0) {
    throw invalid(`functionTimeout is "${functionTimeout}"; it should look like "00:05:00"`);
  }
  const { routePrefix, maxOutstandingRequests, customHeaders } = extensions.http;
  for (const [name, value] of Object.entries(customHeaders)) checkHeader(name, value);
  return {
    routePrefix: routePrefix.replace(/^\/+|\/+$/g, ''),
    functionTimeoutMs,
    maxOutstandingRequests: maxOutstandingRequests === -1 ? Infinity : maxOutstandingRequests,
    customHeaders,
    ...(functions && { functions }),
  };
}

function checkHeader(name: string, value: string): void {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch {
    throw invalid(`extensions.http.customHeaders: "${name}" cannot be sent`);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new FunctionsHostError('host-json-invalid', 'host.json is not JSON', { cause });
  }
}

const invalid = (what: string): FunctionsHostError =>
  new FunctionsHostError('host-json-invalid', `host.json is not valid: ${what}`);
