import { ByteQueue } from './byte-queue.ts';
import { parseJson } from './parse-json.ts';
import { ProtocolError } from './protocol-error.ts';
import { recordSeparator } from './text-framing.ts';
import { fromUtf8, toUtf8 } from './utf8.ts';

/** The first thing a client sends, as JSON text in every protocol. */
export interface HandshakeRequest {
  /** Name of the hub protocol, as the client spelled it. */
  readonly protocol: string;
  readonly version: number;
}

export interface HandshakeReader {
  /**
   * Returns the request once its separator has arrived, with the bytes that followed it: they
   * belong to the negotiated protocol already.
   *
   * @throws ProtocolError `handshake-malformed`, `frame-malformed`, `frame-too-long`
   */
  read(chunk: Uint8Array): { request: HandshakeRequest; rest: Uint8Array } | undefined;
}

export function createHandshakeReader(maxBytes: number): HandshakeReader {
  const unfinished = new ByteQueue();

  return {
    read(chunk) {
      const end = chunk.indexOf(recordSeparator);
      const piece = end < 0 ? chunk : chunk.subarray(0, end);
      if (unfinished.length + piece.length > maxBytes) {
        throw new ProtocolError('frame-too-long', `A handshake is longer than ${maxBytes} bytes`);
      }
      unfinished.append(piece);
      if (end < 0) return undefined;
      return {
        request: parseHandshake(fromUtf8(unfinished.take())),
        rest: chunk.subarray(end + 1),
      };
    },
  };
}

/** Answers a handshake: accepted without, refused with an error. JSON text in every protocol. */
export function writeHandshakeResponse(error?: string): Uint8Array {
  return toUtf8(`${JSON.stringify(error === undefined ? {} : { error })}\u001e`);
}

function parseHandshake(text: string): HandshakeRequest {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (cause) {
    throw new ProtocolError('handshake-malformed', 'The handshake is not JSON.', { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ProtocolError('handshake-malformed', 'Expected a JSON Object.');
  }
  const { protocol, version } = value as Record<string, unknown>;
  if (protocol === undefined) throw missing('protocol');
  if (typeof protocol !== 'string') throw mistyped('protocol', 'String');
  if (version === undefined) throw missing('version');
  if (typeof version !== 'number' || !Number.isInteger(version))
    throw mistyped('version', 'Number');
  return { protocol, version };
}

function missing(name: string): ProtocolError {
  return new ProtocolError('handshake-malformed', `Missing required property '${name}'.`);
}

function mistyped(name: string, type: string): ProtocolError {
  return new ProtocolError('handshake-malformed', `Expected '${name}' to be of type ${type}.`);
}
