import type { IncomingMessage } from 'node:http';
import { createOutboundMessage, type OutboundMessage } from '@heliograph/signalr-connections';
import { jsonMembers, RawJson, type InvocationMessage } from '@heliograph/signalr-protocol';
import { readPayload } from '../http/read-payload.ts';
import { ServiceError } from '../service-error.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads the body of a send request as a message for clients.
 *
 * @throws ServiceError `media-type-unsupported`, `payload-too-large`, `payload-malformed`
 */
export async function readPayloadMessage(request: IncomingMessage): Promise<OutboundMessage> {
  const mediaType = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json') {
    throw new ServiceError('media-type-unsupported', 'The body must be application/json');
  }
  return createOutboundMessage(parsePayloadMessage(await readPayload(request)));
}

/**
 * Reads `{"target": …, "arguments": […]}`. Member names are compared ignoring case, because the
 * Management SDK writes them in PascalCase; the arguments are kept byte for byte.
 *
 * @throws ServiceError `payload-malformed`
 */
export function parsePayloadMessage(body: Uint8Array): InvocationMessage {
  const text = decode(body);
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed('The body must be a JSON object with a target');
  }
  const members = new Map(
    [...jsonMembers(text)].map(([name, json]) => [name.toLowerCase(), json] as const),
  );
  const target = parse(members.get('target') ?? 'null');
  if (typeof target !== 'string' || target.trim() === '') {
    throw malformed("The member 'target' must be a string that is not blank");
  }
  const args = members.get('arguments') ?? 'null';
  if (args !== 'null' && !args.startsWith('[')) {
    throw malformed("The member 'arguments' must be an array");
  }
  return { type: 1, target, arguments: new RawJson(args === 'null' ? '[]' : args) };
}

function decode(body: Uint8Array): string {
  try {
    return utf8.decode(body);
  } catch (cause) {
    throw malformed('The body is not UTF-8', cause);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw malformed('The body is not JSON', cause);
  }
}

function malformed(message: string, cause?: unknown): ServiceError {
  return new ServiceError('payload-malformed', message, { cause });
}
