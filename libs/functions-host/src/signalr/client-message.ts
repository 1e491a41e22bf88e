import { messagePackCodec, ProtocolError, RawMessagePack } from '@heliograph/signalr-protocol';
import * as z from 'zod';
import { toJsonValue } from './json-value.ts';
import type { UpstreamRequest } from './upstream-request.ts';

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
export function readClientInvocation(
  body: Uint8Array,
  encoding: UpstreamRequest['encoding'],
): ClientInvocation | undefined {
  const message = encoding === 'json' ? parseJson(body) : parseMessagePack(body);
  const parsed = invocationSchema.safeParse(message);
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

/** The service sends the message without the length that frames it between client and service. */
function parseMessagePack(body: Uint8Array): unknown {
  try {
    const reader = messagePackCodec.createReader(body.length);
    const [received] = reader.read(Buffer.concat([lengthPrefix(body.length), body]));
    if (received?.message.type !== 1) return undefined;
    const { message } = received;
    const args =
      message.arguments instanceof RawMessagePack ? message.arguments.value() : message.arguments;
    return { ...message, arguments: toJsonValue(args) };
  } catch (reason) {
    if (reason instanceof ProtocolError || reason instanceof RangeError) return undefined;
    throw reason;
  }
}

/** Seven bits to a byte, the lowest first; the eighth says that another follows. */
function lengthPrefix(length: number): Uint8Array {
  const bytes: number[] = [];
  let rest = length;
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return Uint8Array.from(bytes);
}
