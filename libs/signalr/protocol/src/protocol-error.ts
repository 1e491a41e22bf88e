/** Why bytes were not read as a hub message, or a message could not be written. */
export const protocolErrorCodes = [
  /** A frame is longer than the reader accepts. */
  'frame-too-long',
  /** The bytes between two boundaries are not what the protocol frames: bad UTF-8, bad length. */
  'frame-malformed',
  /** The frame is not a hub message: no JSON, a missing member, a member of the wrong type. */
  'message-malformed',
  /** The first frame is not a handshake request. */
  'handshake-malformed',
  /** The message cannot be expressed in this protocol. A mistake of the caller. */
  'message-unwritable',
] as const;

export type ProtocolErrorCode = (typeof protocolErrorCodes)[number];

/** A refusal. Programs match on `code`, which is stable; `message` is for people. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  readonly code: ProtocolErrorCode;

  constructor(code: ProtocolErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
