/**
 * HTTP streams. An app that has set `enableHttpStream` takes HTTP requests at a server of its own.
 * The host forwards a request there as it arrives and passes the answer on as it comes; apart from
 * that it tells the worker, as for any invocation, which function is to run.
 *
 * Reference: https://learn.microsoft.com/azure/azure-functions/node-http-stream
 */
import { randomUUID } from 'node:crypto';
import { FunctionsHostError } from '../functions-host-error.ts';
import { checkContentLength, type IncomingRequest } from '../http/incoming-request.ts';
import { joinHeaders, joinQuery } from '../http/request-data.ts';
import { connectionHeaders, type HttpAnswer } from '../http/response-data.ts';
import { withDeadline } from '../with-deadline.ts';
import type { InputData } from '../rpc/typed-data.ts';
import { textAnswer } from './answer.ts';
import { forwardRequest, type ForwardedAnswer } from './forward-request.ts';
import type { Generation } from './generation.ts';
import type { FunctionCall, FunctionResult, Invoker } from './invoke-function.ts';

/** The answer travels on another connection than the word that the function has finished. */
const answerMs = 5000;

/** @throws FunctionsHostError as an invocation does, and `body-too-large` */
export async function answerHttpStream(
  generation: Generation,
  invoker: Invoker,
  port: number,
  request: IncomingRequest,
  params: Readonly<Record<string, string>>,
  call: Omit<FunctionCall, 'triggerData'>,
): Promise<HttpAnswer> {
  const { maxBodyBytes } = generation.configuration;
  checkContentLength(request, maxBodyBytes);
  const invocationId = randomUUID();
  const forwarded = forwardRequest({ port, request, invocationId, maxBodyBytes });
  const finished = settle(
    invoker.invoke(generation, {
      ...call,
      invocationId,
      triggerData: { string: '' }, // the request itself comes through the stream
      triggerMetadata: () => toRequestMetadata(request, params),
      signal: request.signal,
    }),
  );
  const first = await Promise.race([forwarded.answer, finished]);
  if (first.kind === 'answered') return passOn(first, finished);
  if (first.kind === 'cut') {
    if (first.reason instanceof FunctionsHostError) throw first.reason;
    // The worker's end is known better from the invocation than from a connection.
    const last = await finished;
    throw last.kind === 'failed' ? last.reason : first.reason;
  }
  if (first.kind === 'done' && first.result.http !== null) {
    const late = await withDeadline(forwarded.answer, answerMs);
    if (late?.kind === 'answered') return passOn(late, finished);
  }
  forwarded.stop();
  if (first.kind === 'failed') throw first.reason;
  return textAnswer(204);
}

type Finished =
  | { readonly kind: 'done'; readonly result: FunctionResult }
  | { readonly kind: 'failed'; readonly reason: unknown };

const settle = (invocation: Promise<FunctionResult>): Promise<Finished> =>
  invocation.then(
    (result) => ({ kind: 'done', result }),
    (reason: unknown) => ({ kind: 'failed', reason }),
  );

function passOn(
  { message }: Extract<ForwardedAnswer, { kind: 'answered' }>,
  finished: Promise<Finished>,
): HttpAnswer {
  // A stream that fails midway must not look like one that has ended.
  void finished.then((last) => {
    if (last.kind === 'failed') message.destroy();
  });
  const headers = Object.entries(message.headers).flatMap(([name, value]) =>
    value === undefined || connectionHeaders.has(name) || name === 'date' ? [] : [[name, value]],
  );
  return {
    status: message.statusCode ?? 500,
    headers: Object.fromEntries(headers) as HttpAnswer['headers'],
    body: message,
  };
}

/** Where `@azure/functions` looks for headers and route parameters of a streamed request. */
function toRequestMetadata(
  { headers, url }: IncomingRequest,
  params: Readonly<Record<string, string>>,
): Record<string, InputData> {
  const texts = Object.entries(params).map(([name, value]) => [name, { string: value }] as const);
  return {
    ...Object.fromEntries(texts),
    Headers: { json: JSON.stringify(joinHeaders(headers)) },
    Query: { json: JSON.stringify(joinQuery(url.searchParams)) },
  };
}
