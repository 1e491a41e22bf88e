import { FunctionsHostError } from '../functions-host-error.ts';
import { mayPass, type FunctionKeys } from '../http/function-keys.ts';
import { receive, type IncomingRequest } from '../http/incoming-request.ts';
import { joinHeaders, joinQuery, toHttpRequestData } from '../http/request-data.ts';
import { toHttpAnswer, type HttpAnswer } from '../http/response-data.ts';
import { textAnswer } from './answer.ts';
import type { Generation } from './generation.ts';
import { answerHttpStream } from './answer-http-stream.ts';
import type { FunctionCall, Invoker } from './invoke-function.ts';

/**
 * Answers a request for an HTTP function. `path` is what follows the route prefix. The body is not
 * read before it is known that there is such a function and that the caller may call it.
 */
export async function answerHttp(
  generation: Generation,
  invoker: Invoker,
  keys: FunctionKeys | undefined,
  request: IncomingRequest,
  path: string,
): Promise<HttpAnswer> {
  const { customHeaders } = generation.configuration.host;
  const answer = await runRoute(generation, invoker, keys, request, path);
  return { ...answer, headers: { ...customHeaders, ...answer.headers } };
}

async function runRoute(
  generation: Generation,
  invoker: Invoker,
  keys: FunctionKeys | undefined,
  request: IncomingRequest,
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
  const call: Omit<FunctionCall, 'triggerData'> = {
    definition,
    bindingData: {
      ...route.params,
      headers,
      query: joinQuery(request.url.searchParams),
    },
    trace: {
      ...(traceparent !== undefined && { parent: traceparent }),
      ...(tracestate !== undefined && { state: tracestate }),
    },
  };
  try {
    const { streamPort } = generation.worker;
    if (streamPort !== undefined) {
      return await answerHttpStream(generation, invoker, streamPort, request, route.params, call);
    }
    const received = await receive(request, generation.configuration.maxBodyBytes);
    const members = readBodyMembers(headers['content-type'], received.body);
    const { http } = await invoker.invoke(generation, {
      ...call,
      triggerData: { http: toHttpRequestData(received, route.params) },
      bindingData: { ...members, ...call.bindingData },
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
    case 'body-too-large':
      return { ...textAnswer(413), headers: { connection: 'close' } };
    case 'worker-lost':
    case 'worker-unavailable':
      return textAnswer(503, "The app's process ended; it is being restarted.");
    default:
      return textAnswer(500);
  }
}

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
