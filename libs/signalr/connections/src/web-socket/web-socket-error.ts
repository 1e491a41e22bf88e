/** What a client did wrong, and the close code that tells it. Reference: RFC 6455, section 7.4.1 */
const closeCodes = {
  /** The bytes are no frames, or no frames that a client may send. */
  'protocol-violated': 1002,
  /** A message that calls itself text is not UTF-8. */
  'text-malformed': 1007,
} as const;

export type WebSocketErrorCode = keyof typeof closeCodes;

/** A refusal. Programs match on `code`, which is stable; `message` is for people. */
export class WebSocketError extends Error {
  override readonly name = 'WebSocketError';
  readonly code: WebSocketErrorCode;

  constructor(code: WebSocketErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  get closeCode(): number {
    return closeCodes[this.code];
  }
}
