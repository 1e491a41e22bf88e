/**
 * One invocation from the host's side: inputs made, the function run in the worker within its time,
 * outputs delivered, one line logged.
 */
import { randomUUID } from 'node:crypto';
import { expandExpressions, type BindingData } from '../bindings/binding-expression.ts';
import { returnBinding, type FunctionDefinition } from '../bindings/function-definition.ts';
import { errorText } from '../error-text.ts';
import { FunctionsHostError } from '../functions-host-error.ts';
import type { Log } from '../log-entry.ts';
import { readOutput } from '../rpc/read-output.ts';
import type { InputData, OutputData } from '../rpc/typed-data.ts';
import type {
  InvocationRequest,
  InvocationResponse,
  RetryContext,
} from '../rpc/worker-messages.ts';
import type { ClientAccessSource } from '../signalr/client-access-source.ts';
import { toConnectionInput } from '../signalr/connection-input.ts';
import { readHubActions } from '../signalr/hub-action.ts';
import type { HubSender } from '../signalr/hub-sender.ts';
import type { Generation } from './generation.ts';

export interface FunctionCall {
  /** A new one by default. */
  readonly invocationId?: string;
  readonly definition: FunctionDefinition;
  readonly triggerData: InputData;
  /** May throw: a failure to make the inputs is a failure of the invocation. */
  readonly triggerMetadata?: () => Readonly<Record<string, InputData>>;
  /** What the expressions of the other bindings may name. */
  readonly bindingData: BindingData;
  /** The headers `traceparent` and `tracestate` of the request. */
  readonly retry?: RetryContext;
  readonly trace?: { readonly parent?: string; readonly state?: string };
  /** Once it is aborted, nobody is left to whom a failure matters. */
  readonly signal?: AbortSignal;
}

export interface FunctionResult {
  /** What the function returned, as the worker sent it. */
  readonly returned: OutputData | null | undefined;
  /** The output of kind `http`, from the return value or a named output. */
  readonly http: OutputData | null | undefined;
}

export interface Invoker {
  /** @throws FunctionsHostError `function-failed`, `binding-failed`, `invocation-timeout`, `worker-lost` */
  invoke(generation: Generation, call: FunctionCall): Promise<FunctionResult>;
}

export interface InvokerOptions {
  readonly log: Log;
  readonly send: HubSender;
  readonly grant: ClientAccessSource;
  /** Called when a function outlived its time: its worker cannot be trusted any more. */
  readonly onTimeout: (generation: Generation) => void;
}

export function createInvoker({ log, send, grant, onTimeout }: InvokerOptions): Invoker {
  async function run(
    generation: Generation,
    call: FunctionCall,
    invocationId: string,
  ): Promise<FunctionResult> {
    const bindingData = { ...toSystemData(call.definition.name), ...call.bindingData };
    const request = await toInvocationRequest({ ...call, bindingData }, invocationId, grant);
    const timeoutMs = generation.configuration.host.functionTimeoutMs;
    const response = await withTimeout(generation.worker.invoke(request), timeoutMs);
    const outputs = collectOutputs(call.definition, response);
    for (const output of call.definition.outputs) {
      if (output.kind !== 'signalR') continue;
      const actions = readHubActions(outputs.get(output.name));
      if (actions.length === 0) continue;
      await send(output.service, expandExpressions(output.hub, bindingData), actions);
    }
    const http = call.definition.outputs.find(({ kind }) => kind === 'http');
    return {
      returned: response.returnValue,
      http: http && findOutputData(response, http.name),
    };
  }

  return {
    async invoke(generation, call) {
      const { invocationId = randomUUID() } = call;
      const began = performance.now();
      const { name } = call.definition;
      const about = (): { functionName: string; invocationId: string; durationMs: number } => ({
        functionName: name,
        invocationId,
        durationMs: Math.round((performance.now() - began) * 10) / 10,
      });
      try {
        const result = await run(generation, call, invocationId);
        log({
          level: 'information',
          source: 'function',
          message: `${name} succeeded`,
          ...about(),
          outcome: 'succeeded',
        });
        return result;
      } catch (reason) {
        const late = reason instanceof FunctionsHostError && reason.code === 'invocation-timeout';
        if (call.signal?.aborted === true && !late) {
          log({
            level: 'information',
            source: 'function',
            message: `${name} ended early: the client left`,
            ...about(),
            outcome: 'aborted',
          });
          throw reason;
        }
        log({
          level: 'error',
          source: 'function',
          message: `${name} failed: ${describeFailure(reason)}`,
          ...about(),
          outcome: late ? 'timed-out' : 'failed',
        });
        if (late) onTimeout(generation);
        throw reason;
      }
    },
  };
}

/** What the expressions of any binding may name. */
const toSystemData = (functionName: string): BindingData => ({
  sys: { methodname: functionName, randguid: randomUUID(), utcnow: new Date().toISOString() },
  'rand-guid': randomUUID(),
});

async function toInvocationRequest(
  { definition, triggerData, triggerMetadata, bindingData, retry, trace }: FunctionCall,
  invocationId: string,
  grant: ClientAccessSource,
): Promise<InvocationRequest> {
  const inputs = definition.inputs.map(async (input) => ({
    name: input.name,
    data: await toConnectionInput(input, bindingData, grant),
  }));
  return {
    invocationId,
    functionName: definition.name,
    inputData: [
      { name: definition.trigger.name, data: triggerData },
      ...(await Promise.all(inputs)),
    ],
    ...(triggerMetadata && { triggerMetadata: triggerMetadata() }),
    ...(retry && { retryContext: retry }),
    traceContext: { traceParent: trace?.parent ?? '', traceState: trace?.state ?? '' },
  };
}

/**
 * Values by output. A function without a return binding may also return an object whose members
 * have the names of outputs.
 */
function collectOutputs(
  { outputs }: FunctionDefinition,
  response: InvocationResponse,
): ReadonlyMap<string, unknown> {
  const names = outputs.map(({ name }) => name);
  const returned = readOutput(response.returnValue);
  const values = new Map<string, unknown>();
  if (names.includes(returnBinding)) values.set(returnBinding, returned);
  else if (typeof returned === 'object' && returned !== null) {
    for (const name of names) {
      if (Object.hasOwn(returned, name)) values.set(name, Reflect.get(returned, name));
    }
  }
  for (const { name, data } of response.outputData ?? []) values.set(name, readOutput(data));
  return values;
}

const findOutputData = (
  { returnValue, outputData }: InvocationResponse,
  name: string,
): OutputData | null | undefined =>
  name === returnBinding ? returnValue : outputData?.find((output) => output.name === name)?.data;

async function withTimeout<Result>(promise: Promise<Result>, ms: number): Promise<Result> {
  if (!Number.isFinite(ms)) return promise;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    // A timer cannot be longer than this, which is 24 days.
    timer = setTimeout(
      () => {
        const seconds = ms / 1000;
        reject(
          new FunctionsHostError(
            'invocation-timeout',
            `It did not finish within ${seconds} s (functionTimeout)`,
          ),
        );
      },
      Math.min(ms, 2 ** 31 - 1),
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** For the log: the stack that the app's own code threw from, or the reason. */
function describeFailure(reason: unknown): string {
  if (!(reason instanceof FunctionsHostError)) return errorText(reason);
  return reason.code === 'function-failed' && typeof reason.cause === 'string'
    ? reason.cause
    : reason.message;
}
