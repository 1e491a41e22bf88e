import { InvocationContext } from '@azure/functions';
import { defineHub } from '@heliograph/signalr-contract';
import * as z from 'zod';
import type { CallerPolicy, Refusal } from '../caller-policy.ts';
import type { HubFunction } from '../hub-function.ts';
import { createServerlessHub } from '../serverless-hub.ts';

export const chatHub = defineHub({
  name: 'chat',
  client: { said: { arguments: z.tuple([z.string(), z.string()]), maxBytes: 64 } },
  server: {
    say: {
      arguments: z.tuple([z.string().min(1)]),
      result: z.object({ heard: z.boolean() }),
      roles: ['member'],
      maxBytes: 32,
    },
  },
});
export type ChatHub = typeof chatHub;

export interface Member {
  readonly id: string;
  readonly roles: readonly string[];
}

/** A refusal of the app's own. */
export class Silence extends Error {
  readonly code = 'quiet-hours';
}

export function createChat(policy: Partial<CallerPolicy<Member>> = {}) {
  const refusals: Refusal<Member>[] = [];
  const chat = createServerlessHub<ChatHub, Member>({
    hub: chatHub,
    policy: {
      identify: ({ userId, claims }) =>
        userId === undefined ? undefined : { id: userId, roles: [claims['role'] ?? ''] },
      isRefusal: (reason) => reason instanceof Silence,
      onRefusal: (refusal) => refusals.push(refusal),
      ...policy,
    },
  });
  return { chat, refusals };
}

/** What a SignalR trigger hands over. */
export function triggerValue(args: readonly unknown[] = [], role = 'member', userId = 'una') {
  return {
    ConnectionId: 'c1',
    UserId: userId,
    Claims: { role },
    Arguments: args,
    Error: null,
    Category: 'messages',
    Event: 'say',
    Hub: 'chat',
    Headers: {},
    Query: {},
  };
}

/** Calls a function as the host does. */
export async function invoke({ handler }: Pick<HubFunction, 'handler'>, value: unknown) {
  const logs: string[] = [];
  const context = new InvocationContext({
    logHandler: (level, ...args) => logs.push(`${level}: ${args.map(String).join(' ')}`),
  });
  const outcome = await Promise.resolve(handler(value, context)).then(
    (result: unknown) => ({ result }),
    (error: unknown) => ({ error }),
  );
  return { ...outcome, context, logs };
}
