import type { Frame, Series } from '@heliograph/contracts';
import { decodeFrame } from './decode-frame.ts';
import type { DecodedTick, FrameState } from './tick.ts';

/** What became of a frame. */
export type DecodeResult =
  | {
      readonly outcome: 'decoded';
      readonly series: readonly Series[];
      readonly ticks: readonly DecodedTick[];
      /**
       * How it follows the frame decoded before: directly; after frames that never came (`gap`); or
       * as the first of all or of another run of the collector (`start`).
       */
      readonly follows: 'predecessor' | 'gap' | 'start';
    }
  /** Decoded before, or older than what was. */
  | { readonly outcome: 'duplicate' }
  /**
   * Differences to a frame that is not known. `after` is the time of the last tick that is, so the
   * history can be asked for what lies between; the next key frame can be decoded in any case.
   */
  | { readonly outcome: 'needs-key'; readonly after: number | undefined };

/** Reads the frames of one source in the order in which they arrive. */
export interface FrameDecoder {
  /** @throws FrameError for a malformed frame, which changes nothing. */
  decode(frame: Frame): DecodeResult;
  /** Where the decoder stands; `undefined` before the first key frame. */
  readonly position: { readonly epoch: string; readonly sequence: number } | undefined;
}

export function createFrameDecoder(): FrameDecoder {
  let state: FrameState | undefined;

  return {
    decode(frame) {
      const sameRun = state?.epoch === frame.epoch && state.source === frame.source;
      const isOld = sameRun
        ? frame.sequence <= (state?.sequence ?? -1)
        : frame.at <= (state?.at ?? -1);
      if (isOld) return { outcome: 'duplicate' };

      const isNext = sameRun && frame.sequence === (state?.sequence ?? -1) + 1;
      if (!frame.series && !isNext) return { outcome: 'needs-key', after: state?.at };

      const decoded = decodeFrame(frame, state);
      state = decoded.state;
      return {
        outcome: 'decoded',
        series: state.series,
        ticks: decoded.ticks,
        follows: isNext ? 'predecessor' : sameRun ? 'gap' : 'start',
      };
    },
    get position() {
      return state && { epoch: state.epoch, sequence: state.sequence };
    },
  };
}
