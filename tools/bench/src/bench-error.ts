export const benchErrorCodes = [
  'argument-invalid',
  'child-failed',
  'deliveries-lost',
  'timed-out',
] as const;

export type BenchErrorCode = (typeof benchErrorCodes)[number];

/** Why there is no measurement. Programs match on `code`, which is stable; `message` is for people. */
export class BenchError extends Error {
  override readonly name = 'BenchError';
  readonly code: BenchErrorCode;

  constructor(code: BenchErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
