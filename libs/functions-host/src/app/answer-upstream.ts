/**
 * The SignalR webhook: events of clients go to their functions, and what a function returns goes
 * back as the completion of the client's invocation.
 *
 * Reference: SignalRTriggerDispatcher.cs in Azure/azure-functions-signalrservice-extension
 */
import { verifyConnectionSignature } from '@heliograph/signalr-access';
import { jsonCodec, messagePackCodec, RawJson } from '@heliograph/signalr-protocol';
import { FunctionsHostError } from '../functions-host-error.ts';
import type { Log } from '../log-entry.ts';
import type { ReceivedRequest } from '../http/request-data.ts';
import type { HttpAnswer } from '../http/response-data.ts';
import { readOutput } from '../rpc/read-output.ts';
import { readClientInvocation, readCloseError } from '../signalr/client-message.ts';
import type { SignalRService } from '../signalr/signalr-service.ts';
import { toParameterMetadata, toTriggerValue } from '../signalr/trigger-value.ts';
import type { TriggeredFunction } from '../signalr/trigger-table.ts';
import { readUpstreamRequest, type UpstreamRequest } from '../signalr/upstream-request.ts';
import { textAnswer } from './answer.ts';
import type { Generation } from './generation.ts';
import type { FunctionResult, Invoker } from './invoke-function.ts';

/** Answers an event. Everything that is refused is logged with its reason, without secrets. */
export async function answerUpstream(
  generation: Generation,
  invoker: Invoker,
  log: Log,
  received: ReceivedRequest,
): Promise<HttpAnswer> {
  const reading = readUpstreamRequest(received);
  if ('refused' in reading) return refuse(log, reading.refused, reading.why);
  const { request } = reading;
  const event = `${request.category}/${request.event} of the hub ${request.hub}`;
  const found = generation.triggers.find(request);
  if (!found) return refuse(log, 404, `no function takes ${event}`);
  if (!isSigned(found.trigger.service, request)) {
    return refuse(log, 401, `the signature of ${event} is not from a key of this service`);
  }
  if (found.trigger.category === 'messages') {
    return answerMessage(generation, invoker, log, found, request, received.body);
  }
  const connected = request.event.toLowerCase() === 'connected';
  const error = connected ? null : readCloseError(received.body);
  const outcome = await attempt(run(generation, invoker, found, request, { error }));
  // The service closes a client whose `connected` is answered so; nobody is left to tell after
  // `disconnected`.
  return textAnswer(connected && 'failed' in outcome ? 403 : 200);
}

async function answerMessage(
  generation: Generation,
  invoker: Invoker,
  log: Log,
  found: TriggeredFunction,
  request: UpstreamRequest,
  body: Uint8Array,
): Promise<HttpAnswer> {
  const invocation = readClientInvocation(body, request.encoding);
  if (invocation?.target.toLowerCase() !== request.event.toLowerCase()) {
    return refuse(log, 500, `the body is not an invocation of ${request.event}`);
  }
  const { invocationId, arguments: args } = invocation;
  const outcome = await attempt(run(generation, invoker, found, request, { arguments: args }));
  if (invocationId === undefined) return textAnswer(200);
  return {
    status: 200,
    headers: { 'content-type': contentTypes[request.encoding] },
    body: codecs[request.encoding].write({ type: 3, invocationId, ...toCompletion(outcome) }),
  };
}

const codecs = { json: jsonCodec, messagepack: messagePackCodec } as const;
const contentTypes = { json: 'application/json', messagepack: 'application/x-msgpack' } as const;

type Outcome = { readonly result: FunctionResult } | { readonly failed: unknown };

async function attempt(running: Promise<FunctionResult>): Promise<Outcome> {
  try {
    return { result: await running };
  } catch (failed) {
    return { failed };
  }
}

async function run(
  generation: Generation,
  invoker: Invoker,
  { definition, trigger }: TriggeredFunction,
  request: UpstreamRequest,
  details: { readonly arguments?: readonly unknown[]; readonly error?: string | null },
): Promise<FunctionResult> {
  const { traceparent, tracestate } = request.headers;
  const triggerData = toTriggerValue(request, details);
  const triggerMetadata = () => toParameterMetadata(trigger.parameterNames, details.arguments);
  const { userId, connectionId, hub, category, event, headers, query, claims } = request;
  return invoker.invoke(generation, {
    definition,
    triggerData,
    triggerMetadata,
    bindingData: {
      ...namedArguments(trigger.parameterNames, details.arguments),
      ...{ userId, connectionId, hub, category, event, headers, query, claims },
    },
    trace: {
      ...(traceparent !== undefined && { parent: traceparent }),
      ...(tracestate !== undefined && { state: tracestate }),
    },
  });
}

function toCompletion(outcome: Outcome): { result: unknown } | { error: string } {
  if ('result' in outcome) {
    const { returned } = outcome.result;
    // The text as it is: numbers that JavaScript cannot hold reach the client unharmed.
    if (typeof returned?.json === 'string') return { result: new RawJson(returned.json) };
    return { result: readOutput(returned) ?? null };
  }
  const { failed } = outcome;
  // What the app's own code threw is meant for its clients; our own troubles are not.
  return failed instanceof FunctionsHostError &&
    failed.code === 'function-failed' &&
    failed.message !== ''
    ? { error: failed.message }
    : { error: 'Method execution failed.' };
}

/** Where an endpoint has no key, signatures prove nothing; the webhook's own key guards it then. */
function isSigned({ endpoints }: SignalRService, request: UpstreamRequest): boolean {
  const keys = endpoints.map(({ connection }) => connection.accessKey);
  const present = keys.filter((key) => key !== undefined);
  if (present.length < keys.length) return true;
  return verifyConnectionSignature(present, request.connectionId, request.signature);
}

const namedArguments = (names: readonly string[], args: readonly unknown[] = []): object =>
  Object.fromEntries(names.map((name, at) => [name, args[at]]));

function refuse(log: Log, status: number, why: string): HttpAnswer {
  log({
    level: 'warning',
    source: 'host',
    message: `SignalR event refused with ${status}: ${why}`,
  });
  return textAnswer(status);
}
