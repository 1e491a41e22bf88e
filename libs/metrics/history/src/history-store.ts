import type { Frame } from '@heliograph/contracts';

export interface HistoryQuery {
  /** Only frames of this source. */
  readonly source?: string;
  /** Unix milliseconds, included. */
  readonly from: number;
  /** Unix milliseconds, included. */
  readonly to: number;
  /** Most frames that begin after `from`; those before it come on top. At least 1. */
  readonly limit: number;
}

export interface HistoryRange {
  /**
   * In order of time. The first frame of each epoch is a key frame, so the range begins with the key
   * frame at or before `from`, and every frame can be decoded unless one before it was never stored.
   */
  readonly frames: Frame[];
  /** The answer was cut. Ask again from the time of its last frame on; what overlaps comes again. */
  readonly more: boolean;
  /** Stored frames that could not be read and were left out. */
  readonly skipped: number;
}

/** Keeps frames. Every method rejects with a `StoreError`. */
export interface HistoryStore {
  /**
   * In order. Frames that are there already, by source, epoch and sequence (which stand for one time
   * of their own), stay as they are. What fails left none of them behind, or the first ones where the
   * store writes so many in several steps; append all of them again.
   */
  append(frames: readonly Frame[]): Promise<void>;
  range(query: HistoryQuery): Promise<HistoryRange>;
  /**
   * Drops frames that end before `olderThan` (Unix milliseconds), except those that later frames
   * need to be decoded. Returns how many.
   */
  prune(olderThan: number): Promise<number>;
  /** After it, every method rejects. */
  close(): Promise<void>;
}
