/** Why a frame could not be written or read. */
export const frameErrorCodes = [
  /** `values` is not base64 of whole numbers that fit the ticks and series of the frame. */
  'values-malformed',
  /** A decoded value lies outside what a frame can carry. */
  'value-out-of-range',
  /** The series table is longer than allowed or names a series twice. */
  'series-invalid',
  /** Ticks times series exceed what one frame may hold. */
  'frame-too-large',
  /** A frame of differences without the frame that they differ from. */
  'predecessor-missing',
  /** Ticks are not on one grid, do not follow the previous frame, or lack values. */
  'ticks-invalid',
] as const;

export type FrameErrorCode = (typeof frameErrorCodes)[number];

/** A refusal. Programs match on `code`, which is stable; `message` is for people. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
  readonly code: FrameErrorCode;

  constructor(code: FrameErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
