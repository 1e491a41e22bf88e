import type { CompletionMessage, HubMessage } from './hub-message.ts';
import { messagePackItems } from './message-pack-items.ts';
import { readMessagePackValue } from './message-pack-value.ts';
import {
  malformed,
  optionalHeaders,
  optionalText,
  optionalTexts,
  requiredSequenceId,
  requiredText,
} from './message-reader.ts';
import { RawMessagePack } from './raw-message-pack.ts';

/**
 * Reads one MessagePack array as a hub message; `undefined` for a type this version does not know.
 * Items beyond those that are known are ignored. Arguments, items and results stay bytes.
 *
 * @throws ProtocolError `message-malformed`
 */
export function readMessagePackMessage(frame: Uint8Array): HubMessage | undefined {
  const items = messagePackItems(frame);
  const type = readMessagePackValue(item(items, 0, 'type'));
  if (typeof type !== 'number') throw malformed(`Expected 'type' to be of type Number.`);

  switch (type) {
    case 1: {
      const { invocationId, ...call } = readCall(items);
      return { type, ...(invocationId !== undefined && { invocationId }), ...call };
    }
    case 4: {
      const { invocationId, ...call } = readCall(items);
      if (invocationId === undefined) throw malformed(`Missing required property 'invocationId'.`);
      return { type, invocationId, ...call };
    }
    case 2:
      return { type, ...envelope(items), item: new RawMessagePack(item(items, 3, 'item')) };
    case 3:
      return { type, ...envelope(items), ...readOutcome(items) };
    case 5:
      return { type, ...envelope(items) };
    case 6:
      return { type };
    case 7: {
      const error = optionalText(members(items, { error: 1 }), 'error');
      const allowReconnect = items[2] !== undefined && readMessagePackValue(items[2]) === true;
      return {
        type,
        ...(error !== undefined && { error }),
        ...(allowReconnect && { allowReconnect }),
      };
    }
    case 8:
    case 9:
      return { type, sequenceId: requiredSequenceId(members(items, { sequenceId: 1 })) };
    default:
      return undefined;
  }
}

function readCall(items: readonly Uint8Array[]) {
  const args = item(items, 4, 'arguments');
  if (!isArray(args)) throw malformed(`Expected 'arguments' to be of type Array.`);
  const named = members(items, { invocationId: 2, target: 3, streamIds: 5 });
  const invocationId = optionalText(named, 'invocationId');
  const streamIds = optionalTexts(named, 'streamIds');
  return {
    ...headersOf(items),
    ...(invocationId !== undefined && { invocationId }),
    target: requiredText(named, 'target'),
    arguments: new RawMessagePack(args),
    ...(streamIds && { streamIds }),
  };
}

function readOutcome(items: readonly Uint8Array[]): Pick<CompletionMessage, 'result' | 'error'> {
  switch (readMessagePackValue(item(items, 3, 'result kind'))) {
    case 1:
      return { error: requiredText(members(items, { error: 4 }), 'error') };
    case 2:
      return {};
    case 3:
      return { result: new RawMessagePack(item(items, 4, 'result')) };
    default:
      throw malformed('Invalid invocation result kind.');
  }
}

function envelope(items: readonly Uint8Array[]) {
  const invocationId = requiredText(members(items, { invocationId: 2 }), 'invocationId');
  return { ...headersOf(items), invocationId };
}

function headersOf(items: readonly Uint8Array[]) {
  const headers = readMessagePackValue(item(items, 1, 'headers'));
  if (headers === null) throw malformed(`Expected 'headers' to be of type Map.`);
  const read = optionalHeaders({ headers });
  return read !== undefined && Object.keys(read).length > 0 ? { headers: read } : {};
}

/** Decodes the items at these places under these names. */
function members(
  items: readonly Uint8Array[],
  places: Readonly<Record<string, number>>,
): Record<string, unknown> {
  const named: Record<string, unknown> = {};
  for (const [name, place] of Object.entries(places)) {
    const bytes = items[place];
    if (bytes !== undefined) named[name] = readMessagePackValue(bytes);
  }
  return named;
}

function item(items: readonly Uint8Array[], place: number, name: string): Uint8Array {
  const bytes = items[place];
  if (bytes === undefined) throw malformed(`Missing required property '${name}'.`);
  return bytes;
}

function isArray(bytes: Uint8Array): boolean {
  const code = bytes[0] ?? 0;
  return (code & 0xf0) === 0x90 || code === 0xdc || code === 0xdd;
}
