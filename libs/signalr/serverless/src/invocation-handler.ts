import type { FunctionHandler, FunctionOutput, InvocationContext } from '@azure/functions';
import {
  ContractError,
  readServerArguments,
  type Hub,
  type ServerArguments,
  type ServerResult,
  type ServerTargetName,
} from '@heliograph/signalr-contract';
import type { CallerPolicy, HubCaller } from './caller-policy.ts';
import type { HubAction } from './hub-action.ts';
import { readHubEvent } from './hub-event.ts';
import { HubRefusal } from './hub-refusal.ts';
import { ServerlessError } from './serverless-error.ts';

/** An invocation after every check: known caller, permitted, in size, in shape. */
export interface HubCall<H extends Hub, Target extends ServerTargetName<H>, Caller> {
  readonly arguments: ServerArguments<H, Target>;
  readonly caller: Caller;
  readonly connectionId: string;
}

export interface HubReply<H extends Hub, Target extends ServerTargetName<H>> {
  readonly result: ServerResult<H, Target>;
  /** Done before the caller has the result. */
  readonly actions?: readonly HubAction<H>[];
}

export type AnswerCall<H extends Hub, Target extends ServerTargetName<H>, Caller> = (
  call: HubCall<H, Target, Caller>,
  context: InvocationContext,
) => Promise<HubReply<H, Target>>;

export interface InvocationHandlerOptions<
  H extends Hub,
  Target extends ServerTargetName<H>,
  Caller extends HubCaller,
> {
  readonly hub: H;
  readonly target: Target;
  readonly policy: CallerPolicy<Caller>;
  readonly output: FunctionOutput;
  readonly answer: AnswerCall<H, Target, Caller>;
}

/**
 * Makes the function behind one target of a hub. What is refused reaches the caller as the hub's
 * error and disturbs nothing else; of a fault inside the caller learns only that there was one.
 */
export function createInvocationHandler<
  H extends Hub,
  Target extends ServerTargetName<H>,
  Caller extends HubCaller,
>(options: InvocationHandlerOptions<H, Target, Caller>): FunctionHandler {
  const { hub, target, policy, output, answer } = options;

  return async (value: unknown, context): Promise<ServerResult<H, Target>> => {
    let caller: Caller | undefined;
    try {
      const event = readHubEvent(value);
      caller = await policy.identify(event.user);
      if (caller === undefined) throw new ServerlessError('caller-unknown', 'Sign in first');
      policy.admit?.(caller, target);
      const { result, actions = [] } = await answer(
        {
          arguments: readServerArguments(hub, target, event.arguments, caller.roles),
          caller,
          connectionId: event.connectionId,
        },
        context,
      );
      context.extraOutputs.set(output, actions);
      return result;
    } catch (reason) {
      if (isRefusal(reason, policy)) {
        const { code, message } = reason;
        refuse(policy, { where: target, code, message, caller }, context);
        throw new HubRefusal(message);
      }
      context.error(`${target} failed:`, reason);
      throw new HubRefusal(`'${target}' could not be carried out`);
    }
  };
}

function isRefusal<Caller extends HubCaller>(
  reason: unknown,
  policy: CallerPolicy<Caller>,
): reason is Error & { readonly code: string } {
  if (reason instanceof ContractError) return true;
  if (reason instanceof ServerlessError) return reason.code !== 'message-too-large';
  return policy.isRefusal?.(reason) ?? false;
}

function refuse<Caller extends HubCaller>(
  policy: CallerPolicy<Caller>,
  refusal: Parameters<NonNullable<CallerPolicy<Caller>['onRefusal']>>[0],
  context: InvocationContext,
): void {
  if (policy.onRefusal) policy.onRefusal(refusal, context);
  else context.warn(`${refusal.where} refused: ${refusal.code}`);
}
