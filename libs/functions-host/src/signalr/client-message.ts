import * as z from 'zod';

/** What a client invoked. With an `invocationId` it waits for the result. */
export interface ClientInvocation {
  readonly invocationId?: string;
  readonly target: string;
  readonly arguments: readonly unknown[];
}

const invocationSchema = z.looseObject({
  type: z.literal(1),
  invocationId: z.string().nullish(),
  target: z.string(),
  arguments: z.array(z.unknown()),
});

/** The official emulator writes the members of connection events in PascalCase. */
const closeSchema = z.looseObject({ error: z.string().nullish(), Error: z.string().nullish() });

/** Reads the body of a message event, `undefined` when it is not an invocation. */
export function readClientInvocation(body: Uint8Array): ClientInvocation | undefined {
  const parsed = invocationSchema.safeParse(parseJson(body));
  if (!parsed.success) return undefined;
  const { invocationId, target, arguments: args } = parsed.data;
  return { target, arguments: args, ...(invocationId ? { invocationId } : {}) };
}

/** Why a client is gone, from the body of a `disconnected` event; `null` for no reason. */
export function readCloseError(body: Uint8Array): string | null {
  const parsed = closeSchema.safeParse(parseJson(body));
  return parsed.success ? (parsed.data.error ?? parsed.data.Error ?? null) : null;
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
