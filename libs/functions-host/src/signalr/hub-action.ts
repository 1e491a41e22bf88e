/**
 * What the `signalR` output binding can be told: messages, and changes of groups.
 *
 * Reference: https://learn.microsoft.com/azure/azure-functions/functions-bindings-signalr-service-output
 */
import * as z from 'zod';
import { FunctionsHostError } from '../functions-host-error.ts';

const text = z.string().min(1);
const nullable = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value) => value ?? undefined);

/** As `signalREndpoints` gives them. */
const endpoints = nullable(z.array(z.looseObject({ endpoint: text })));

const targetsSchema = z.object({ endpoints });

const messageSchema = z.object({
  endpoints,
  target: text,
  arguments: nullable(z.array(z.unknown())),
  connectionId: nullable(text),
  userId: nullable(text),
  groupName: nullable(text),
});

const groupActionSchema = z.object({
  endpoints,
  action: z.enum(['add', 'remove', 'removeAll']),
  groupName: nullable(text),
  connectionId: nullable(text),
  userId: nullable(text),
});

export type HubAction = HubOperation & {
  /** Base URLs of the endpoints to do it at; at all of the service when absent. */
  readonly endpoints?: readonly string[];
};

type HubOperation =
  | {
      readonly kind: 'send';
      readonly to: Receiver;
      readonly invocation: { readonly target: string; readonly arguments: readonly unknown[] };
    }
  | { readonly kind: 'join' | 'leave'; readonly group: string; readonly who: Member }
  | { readonly kind: 'leave-all'; readonly userId: string };

export type Receiver = 'all' | { readonly group: string } | Member;
export type Member = { readonly connectionId: string } | { readonly userId: string };

/**
 * Reads an output value: one message or group action, or an array of them, also as JSON text.
 *
 * @throws FunctionsHostError `binding-failed` for anything else; nothing of it may be carried out then
 */
export function readHubActions(value: unknown): HubAction[] {
  if (value === undefined || value === null) return [];
  if (typeof value === 'string') return readHubActions(parseJson(value));
  return (Array.isArray(value) ? value : [value]).flatMap((item) => readHubAction(item));
}

function readHubAction(item: unknown): HubAction[] {
  const value = typeof item === 'string' ? parseJson(item) : item;
  const at = targetsSchema.safeParse(value).data?.endpoints?.map(({ endpoint }) => endpoint);
  return readOperation(value).map((operation) =>
    at ? { ...operation, endpoints: at } : operation,
  );
}

function readOperation(value: unknown): HubOperation[] {
  const message = messageSchema.safeParse(value);
  if (message.success) {
    const { target, arguments: args = [], connectionId, userId, groupName } = message.data;
    const to: Receiver =
      connectionId !== undefined
        ? { connectionId }
        : userId !== undefined
          ? { userId }
          : groupName !== undefined
            ? { group: groupName }
            : 'all';
    return [{ kind: 'send', to, invocation: { target, arguments: args } }];
  }
  const parsed = groupActionSchema.safeParse(value);
  if (!parsed.success) {
    throw invalid('it is neither a message (target, arguments) nor a group action (action)');
  }
  const { action, groupName, connectionId, userId } = parsed.data;
  if (action === 'removeAll') {
    if (connectionId !== undefined) return [];
    if (userId === undefined) throw invalid('removeAll needs a userId');
    return [{ kind: 'leave-all', userId }];
  }
  if (groupName === undefined) throw invalid(`${action} needs a groupName`);
  const who = connectionId !== undefined ? { connectionId } : userId !== undefined && { userId };
  if (!who) throw invalid(`${action} needs a connectionId or a userId`);
  return [{ kind: action === 'add' ? 'join' : 'leave', group: groupName, who }];
}

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    throw invalid('it is not JSON');
  }
}

const invalid = (why: string): FunctionsHostError =>
  new FunctionsHostError(
    'binding-failed',
    `An output value for SignalR cannot be carried out: ${why}`,
  );
