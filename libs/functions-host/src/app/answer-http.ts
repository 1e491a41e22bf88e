import { FunctionsHostError } from '../functions-host-error.ts';
import { mayPass, type FunctionKeys } from '../http/function-keys.ts';
import {
  joinHeaders,
  joinQuery,
  toHttpRequestData,
  type ReceivedRequest,
} from '../http/request-data.ts';
import { toHttpAnswer, type HttpAnswer } from '../http/response-data.ts';
import { textAnswer } from './answer.ts';
import type { Generation } from './generation.ts';
import type { Invoker } from './invoke-function.ts';

/** Answers a request for an HTTP function. `path` is what follows the route prefix. */
export async function answerHttp(
  generation: Generation,
  invoker: Invoker,
  keys: FunctionKeys | undefined,
  request: ReceivedRequest,
  path: string,
): Promise<HttpAnswer> {
  const route = generation.routes.find(request.method, path);
  if (route.kind === 'unknown') return textAnswer(404, 'No function has this route.');
  if (route.kind === 'other-method') {
    // Azure answers 404 here too, but says nothing.
    const methods = route.methods.join(', ');
    return textAnswer(404, `The function of this route takes ${methods}, not ${request.method}.`);
  }
  const { definition, trigger } = route.target;
  if (!mayPass(keys, trigger.authLevel, request)) return textAnswer(401);

  const headers = joinHeaders(request.headers);
  const { traceparent, tracestate } = headers;
  try {
    const { http } = await invoker.invoke(generation, {
      definition,
      triggerData: { http: toHttpRequestData(request, route.params) },
      bindingData: {
        ...readBodyMembers(headers['content-type'], request.body),
        ...route.params,
        headers,
        query: joinQuery(request.url.searchParams),
        sys: systemData(definition.name),
        'rand-guid': crypto.randomUUID(),
      },
      trace: {
        ...(traceparent !== undefined && { parent: traceparent }),
        ...(tracestate !== undefined && { state: tracestate }),
      },
    });
    return toHttpAnswer(http);
  } catch (reason) {
    return answerFailure(reason);
  }
}

/** What a client may know of a failure: nothing but its kind. The log has the rest. */
export function answerFailure(reason: unknown): HttpAnswer {
  switch (reason instanceof FunctionsHostError ? reason.code : undefined) {
    case 'invocation-timeout':
      return textAnswer(504, 'The function did not finish in time.');
    case 'worker-lost':
    case 'worker-unavailable':
      return textAnswer(503, "The app's process ended; it is being restarted.");
    default:
      return textAnswer(500);
  }
}

const systemData = (functionName: string): Readonly<Record<string, string>> => ({
  methodname: functionName,
  randguid: crypto.randomUUID(),
  utcnow: new Date().toISOString(),
});

/** Members of a JSON body can be named by expressions too. */
function readBodyMembers(contentType: string | undefined, body: Uint8Array): object {
  if (!/^application\/json\b/i.test(contentType ?? '') || body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}
