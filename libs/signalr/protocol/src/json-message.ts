import type { HubMessage } from './hub-message.ts';
import { jsonMembers } from './json-members.ts';
import {
  malformed,
  optionalHeaders,
  optionalText,
  optionalTexts,
  own,
  requiredSequenceId,
  requiredText,
  type Members,
} from './message-reader.ts';
import { parseJson } from './parse-json.ts';
import { RawJson } from './raw-json.ts';
import { fromUtf8 } from './utf8.ts';

/**
 * Reads one JSON document as a hub message; `undefined` for a type this version does not know.
 * Arguments, items and results stay JSON text.
 *
 * @throws ProtocolError `frame-malformed`, `message-malformed`
 */
export function readJsonMessage(frame: Uint8Array): HubMessage | undefined {
  const text = fromUtf8(frame);
  const members = readObject(text);
  const type = own(members, 'type');
  if (type === undefined) throw malformed(`Missing required property 'type'.`);
  if (typeof type !== 'number') throw malformed(`Expected 'type' to be of type Number.`);

  switch (type) {
    case 1: {
      const invocationId = optionalText(members, 'invocationId');
      return { type, ...(invocationId !== undefined && { invocationId }), ...call(members, text) };
    }
    case 4:
      return { type, invocationId: requiredText(members, 'invocationId'), ...call(members, text) };
    case 2:
      if (!Object.hasOwn(members, 'item')) throw malformed(`Missing required property 'item'.`);
      return { type, ...envelope(members), item: raw(text, 'item') };
    case 3: {
      const error = optionalText(members, 'error');
      const hasResult = Object.hasOwn(members, 'result');
      if (error !== undefined && hasResult) {
        throw malformed(`The 'error' and 'result' properties are mutually exclusive.`);
      }
      return {
        type,
        ...envelope(members),
        ...(hasResult && { result: raw(text, 'result') }),
        ...(error !== undefined && { error }),
      };
    }
    case 5:
      return { type, ...envelope(members) };
    case 6:
      return { type };
    case 7: {
      const error = optionalText(members, 'error');
      return {
        type,
        ...(error !== undefined && { error }),
        ...(own(members, 'allowReconnect') === true && { allowReconnect: true }),
      };
    }
    case 8:
    case 9:
      return { type, sequenceId: requiredSequenceId(members) };
    default:
      return undefined;
  }
}

function readObject(text: string): Members {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (cause) {
    throw malformed(cause instanceof RangeError ? cause.message : 'Error reading JSON.', cause);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed('Expected a JSON Object.');
  }
  return value as Members;
}

function call(members: Members, text: string) {
  const target = requiredText(members, 'target');
  const args = own(members, 'arguments');
  if (args === undefined) throw malformed(`Missing required property 'arguments'.`);
  if (!Array.isArray(args)) throw malformed(`Expected 'arguments' to be of type Array.`);
  const headers = optionalHeaders(members);
  const streamIds = optionalTexts(members, 'streamIds');
  return {
    target,
    arguments: raw(text, 'arguments'),
    ...(headers && { headers }),
    ...(streamIds && { streamIds }),
  };
}

function envelope(members: Members) {
  const headers = optionalHeaders(members);
  return { ...(headers && { headers }), invocationId: requiredText(members, 'invocationId') };
}

function raw(text: string, name: string): RawJson {
  return new RawJson(jsonMembers(text).get(name) ?? 'null');
}
