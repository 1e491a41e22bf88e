import type { IncomingMessage } from 'node:http';
import {
  createOutboundMessage,
  createPreparedMessage,
  type OutboundMessage,
} from '@heliograph/signalr-connections';
import {
  jsonCodec,
  jsonMembers,
  messagePackCodec,
  parseJson,
  ProtocolError,
  RawJson,
  readMessagePackDocument,
  type HubMessage,
  type InvocationMessage,
  type ProtocolName,
} from '@heliograph/signalr-protocol';
import { readPayload } from '../http/read-payload.ts';
import { ServiceError } from '../service-error.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });
const codecs = [jsonCodec, messagePackCodec];
const mediaTypes: ReadonlySet<string> = new Set([
  'application/json',
  'application/x-msgpack',
  'application/octet-stream',
]);

/**
 * Reads the body of a send request as a message for clients. As `application/octet-stream` it is a
 * MessagePack map from protocols to framed bytes, which each go to clients of their protocol.
 *
 * @throws ServiceError `media-type-unsupported`, `payload-too-large`, `payload-malformed`
 */
export async function readPayloadMessage(request: IncomingMessage): Promise<OutboundMessage> {
  const mediaType = mediaTypeOf(request);
  if (mediaType === 'application/octet-stream') return readPayload(request, parsePreparedMessage);
  return createOutboundMessage(await readPayload(request, invocationParserFor(mediaType, request)));
}

/**
 * Reads the body of a request as an invocation.
 *
 * @throws ServiceError `media-type-unsupported`, `payload-too-large`, `payload-malformed`
 */
export async function readInvocation(request: IncomingMessage): Promise<InvocationMessage> {
  return readPayload(request, invocationParserFor(mediaTypeOf(request), request));
}

/** @throws ServiceError `media-type-unsupported`, `payload-malformed` */
function invocationParserFor(
  mediaType: string | undefined,
  request: IncomingMessage,
): (body: Uint8Array) => InvocationMessage {
  switch (mediaType) {
    case 'application/json':
      return parseJsonPayload;
    case 'application/x-msgpack':
      return parseMessagePackPayload;
    default:
      throw hasBody(request)
        ? new ServiceError('media-type-unsupported', 'The body must be application/json')
        : malformed('A message is needed in the body');
  }
}

/**
 * Refuses a body of a kind that no operation takes, also where none is needed.
 *
 * @throws ServiceError `media-type-unsupported`
 */
export function checkMediaType(request: IncomingMessage): void {
  if (!hasBody(request) || mediaTypes.has(mediaTypeOf(request) ?? '')) return;
  throw new ServiceError('media-type-unsupported', 'The body must be application/json');
}

/** Reads a body that is one JSON value, kept as it is written. @throws ServiceError */
export async function readJsonItem(request: IncomingMessage): Promise<RawJson> {
  if (mediaTypeOf(request) !== 'application/json') {
    throw new ServiceError('media-type-unsupported', 'The body must be application/json');
  }
  return readPayload(request, (body) => {
    const text = decode(body);
    parse(text);
    return new RawJson(text);
  });
}

/**
 * Reads `{"target": …, "arguments": […]}`. Member names are compared ignoring case, because the
 * Management SDK writes them in PascalCase; the arguments are kept byte for byte.
 *
 * @throws ServiceError `payload-malformed`
 */
export function parseJsonPayload(body: Uint8Array): InvocationMessage {
  const text = decode(body);
  const value = parse(text);
  if (!isObject(value)) throw malformed('The body must be a JSON object with a target');
  let target: unknown;
  let args = 'null';
  for (const [name, json] of jsonMembers(text)) {
    const member = name.toLowerCase();
    if (member === 'target') target = value[name];
    else if (member === 'arguments') args = json;
  }
  if (args !== 'null' && !args.startsWith('[')) throw argumentsMalformed();
  return {
    type: 1,
    target: readTarget(target),
    arguments: new RawJson(args === 'null' ? '[]' : args),
  };
}

/** The same as a MessagePack map. @throws ServiceError `payload-malformed` */
export function parseMessagePackPayload(body: Uint8Array): InvocationMessage {
  const value = readDocument(body);
  if (!isObject(value)) throw malformed('The body must be a MessagePack map with a target');
  const members = ignoringCase(Object.entries(value));
  const args: unknown = members.get('arguments') ?? [];
  if (!Array.isArray(args)) throw argumentsMalformed();
  return { type: 1, target: readTarget(members.get('target')), arguments: args };
}

/** @throws ServiceError `payload-malformed` */
export function parsePreparedMessage(body: Uint8Array): OutboundMessage {
  const value = readDocument(body);
  if (!isObject(value))
    throw malformed('The body must be a MessagePack map from protocols to bytes');
  const payloads: Partial<Record<ProtocolName, Uint8Array>> = {};
  let target: string | undefined;
  for (const codec of codecs) {
    const payload = Object.hasOwn(value, codec.name) ? value[codec.name] : undefined;
    if (payload === undefined) continue;
    if (!(payload instanceof Uint8Array)) throw malformed(`'${codec.name}' must hold bytes`);
    const message = readFramed(payload, codec);
    if ('target' in message) target = message.target;
    payloads[codec.name] = payload;
  }
  return createPreparedMessage(payloads, target);
}

/** What is not exactly one whole message would break the stream of everybody who received it. */
function readFramed(payload: Uint8Array, codec: (typeof codecs)[number]): HubMessage {
  try {
    const [message, ...more] = codec.createReader(payload.length).read(payload);
    const isWhole = message !== undefined && framedLength(message.frame, codec) === payload.length;
    if (isWhole && more.length === 0) return message.message;
  } catch (cause) {
    throw malformed(`'${codec.name}' does not hold a message of that protocol`, cause);
  }
  throw malformed(`'${codec.name}' must hold exactly one whole message`);
}

function framedLength(frame: Uint8Array, codec: (typeof codecs)[number]): number {
  if (codec.format === 'Text') return frame.length + 1;
  return frame.length + Math.max(1, Math.ceil((32 - Math.clz32(frame.length)) / 7));
}

function readTarget(target: unknown): string {
  if (typeof target !== 'string' || target.trim() === '') {
    throw malformed("The member 'target' must be a string that is not blank");
  }
  return target;
}

function ignoringCase<Value>(members: Iterable<readonly [string, Value]>): Map<string, Value> {
  return new Map([...members].map(([name, value]) => [name.toLowerCase(), value]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

function mediaTypeOf({ headers }: IncomingMessage): string | undefined {
  return headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
}

function readDocument(body: Uint8Array): unknown {
  try {
    return readMessagePackDocument(body);
  } catch (cause) {
    if (!(cause instanceof ProtocolError)) throw cause;
    throw malformed('The body is not MessagePack', cause);
  }
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
    return parseJson(text);
  } catch (cause) {
    throw malformed(cause instanceof RangeError ? cause.message : 'The body is not JSON', cause);
  }
}

const argumentsMalformed = () => malformed("The member 'arguments' must be an array");

function malformed(message: string, cause?: unknown): ServiceError {
  return new ServiceError('payload-malformed', message, { cause });
}
