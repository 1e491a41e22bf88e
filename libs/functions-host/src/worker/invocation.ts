/**
 * One invocation, in the order of the real worker: the programming model makes context and inputs,
 * hooks may replace inputs and callback, the function runs, hooks may replace result and error, and
 * the model turns the result into outputs.
 *
 * Reference: src/eventHandlers/InvocationHandler.ts in Azure/azure-functions-nodejs-worker
 */
import type { InvocationRequest, InvocationResponse } from '../rpc/worker-messages.ts';
import { CoreError } from './core-error.ts';
import type {
  CoreInvocationContext,
  CoreLogCategory,
  CoreLogLevel,
  InvocationModel,
} from './core-types.ts';
import type { FunctionApp } from './function-app.ts';
import { createHookContext } from './hook-context.ts';
import { watchBody } from './response-body.ts';

export interface InvocationLog {
  readonly level: CoreLogLevel;
  readonly category: CoreLogCategory;
  readonly message: string;
  readonly functionName: string;
  readonly invocationId: string;
}

/** Runs a function. Rejects with whatever it, or a hook, threw. */
export async function runInvocation(
  app: FunctionApp,
  request: InvocationRequest,
  log: (line: InvocationLog) => void,
): Promise<InvocationResponse> {
  const { invocationId, functionName } = request;
  const found = app.find(functionName);
  if (!found) throw new CoreError(`The function "${functionName}" is not loaded.`);
  if (!app.model) throw new CoreError('The app has not loaded a programming model.');

  let invocationContext: unknown = undefined;
  const hookData = {};
  const core: CoreInvocationContext = {
    invocationId,
    request,
    metadata: found.metadata,
    state: undefined,
    log(level, category, message) {
      const line = createHookContext(
        hookData,
        app.appHookData,
        { level, message, category },
        invocationContext,
      );
      app.hooks.runNow('log', line);
      log({ level: line.level, message: line.message, category, functionName, invocationId });
    },
  };

  const model = await app.model.getInvocationModel(core);
  const { context, inputs } = await model.getArguments();
  invocationContext = context;

  const before = createHookContext(
    hookData,
    app.appHookData,
    { inputs, functionCallback: found.callback },
    context,
  );
  await during(core, 'preInvocationHooks', () => app.hooks.run('preInvocation', before));

  const after = createHookContext<{ inputs: unknown[]; result: unknown; error: unknown }>(
    hookData,
    app.appHookData,
    { inputs: before.inputs, result: null, error: null },
    context,
  );
  try {
    after.result = await during(core, 'invocation', () =>
      model.invokeFunction(context, before.inputs, before.functionCallback),
    );
  } catch (reason) {
    // Whatever was thrown counts as an error for the hooks, even `undefined`.
    after.error = reason ?? new CoreError('The function threw nothing.');
  }
  await during(core, 'postInvocationHooks', () => app.hooks.run('postInvocation', after));

  if (after.error !== null && after.error !== undefined) throw after.error;
  const ready = () => app.answers.drained(invocationId);
  const response = await toResponse(model, context, after.result, ready);
  // Through an HTTP stream an answer leaves no trace here, and neither does none: `null` tells.
  const nothing = after.result === undefined && response.returnValue === undefined;
  return nothing ? { ...response, returnValue: null } : response;
}

async function toResponse(
  model: InvocationModel,
  context: unknown,
  result: unknown,
  ready: () => Promise<void>,
): Promise<InvocationResponse> {
  const endBody = watchBody(result, ready);
  try {
    return await model.getResponse(context, result);
  } catch (reason) {
    endBody();
    throw reason;
  }
}

async function during<Result>(
  core: CoreInvocationContext,
  state: CoreInvocationContext['state'],
  run: () => Promise<Result>,
): Promise<Result> {
  core.state = state;
  try {
    return await run();
  } finally {
    core.state = undefined;
  }
}
