export { createSeriesWindow } from './series-window.ts';
export type {
  ApplyResult,
  FrameCounts,
  SeriesWindow,
  SeriesWindowOptions,
  WindowPosition,
} from './series-window.ts';
export type { Columns, TimeRange } from './tick-table.ts';
export { gapReasons } from './gap.ts';
export type { Gap, GapReason } from './gap.ts';
export { createFrameEncoder } from './frame-encoder.ts';
export type { FrameEncoder, FrameEncoderOptions } from './frame-encoder.ts';
export { createFrameDecoder } from './frame-decoder.ts';
export type { DecodeResult, FrameDecoder } from './frame-decoder.ts';
export { decodeFrame } from './decode-frame.ts';
export type { DecodedFrame } from './decode-frame.ts';
export type { DecodedTick, FrameState, Tick } from './tick.ts';
export { tickAfter, tickAtOrBefore, ticksBetween } from './grid.ts';
export { FrameError, frameErrorCodes } from './frame-error.ts';
export type { FrameErrorCode } from './frame-error.ts';
