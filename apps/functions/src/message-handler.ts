import type { FunctionHandler } from '@azure/functions';
import { liveHub, type LiveHub } from '@heliograph/contracts';
import {
  ContractError,
  readServerArguments,
  type ServerArguments,
  type ServerResult,
  type ServerTargetName,
} from '@heliograph/signalr-contract';
import { BackendError } from './backend-error.ts';
import type { Caller } from './caller.ts';
import { readHubEvent } from './hub-event.ts';
import { HubRefusal } from './hub-refusal.ts';
import { liveOutput, type LiveAction } from './live-output.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Refusals } from './refusals.ts';

export type LiveTarget = ServerTargetName<LiveHub>;

/** An invocation after every check: known caller, permitted, in size, in shape. */
export interface LiveCall<Target extends LiveTarget> {
  readonly arguments: ServerArguments<LiveHub, Target>;
  readonly caller: Caller;
  readonly connectionId: string;
}

export interface LiveReply<Target extends LiveTarget> {
  readonly result: ServerResult<LiveHub, Target>;
  /** Done before the caller has the result. */
  readonly actions: readonly LiveAction[];
}

export type AnswerCall<Target extends LiveTarget> = (
  call: LiveCall<Target>,
) => Promise<LiveReply<Target>>;

export interface MessageHandlerOptions {
  readonly messageLimit: RateLimit;
  readonly refusals: Refusals;
}

/**
 * Makes the function behind one target of the live hub. What is refused reaches the caller as the
 * hub's error, is counted and logged, and disturbs nothing else.
 */
export function createMessageHandler<const Target extends LiveTarget>(
  target: Target,
  { messageLimit, refusals }: MessageHandlerOptions,
  answer: AnswerCall<Target>,
): FunctionHandler {
  return async (value: unknown, context): Promise<ServerResult<LiveHub, Target>> => {
    let who: string | undefined;
    try {
      const { caller, connectionId, arguments: args } = readHubEvent(value);
      if (!caller) throw new BackendError('caller-unknown', 'Sign in first');
      who = caller.userId;
      if (!messageLimit.take(who)) {
        throw new BackendError('rate-exceeded', 'Too many messages: wait a minute');
      }
      const reply = await answer({
        arguments: readServerArguments(liveHub, target, args, caller.roles),
        caller,
        connectionId,
      });
      context.extraOutputs.set(liveOutput, reply.actions);
      return reply.result;
    } catch (reason) {
      if (reason instanceof ContractError || reason instanceof BackendError) {
        context.warn(refusals.record({ where: target, code: reason.code, who }));
        throw new HubRefusal(reason.message);
      }
      context.error(`${target} failed:`, reason);
      throw new HubRefusal(`'${target}' could not be carried out`);
    }
  };
}
