import type { Frame, Series } from '@heliograph/contracts';
import { decodeFrame } from './decode-frame.ts';
import { FrameError, type FrameErrorCode } from './frame-error.ts';
import type { DecodedTick, FrameState } from './tick.ts';

/**
 * Puts frames together that arrive in any order: live ones, and the same ones and others from the
 * history. A frame is read as soon as the frame before it is known; until then it waits.
 *
 * For each run of the collector (source and epoch) it keeps the *stretches* of sequence numbers
 * that were read without a hole, and the state at the end of each, from which the next one is read.
 */

/** Ticks of one frame that could now be read. */
export interface ChainedTicks {
  readonly run: FrameRun;
  readonly sequence: number;
  readonly interval: number;
  readonly series: readonly Series[];
  readonly ticks: readonly DecodedTick[];
}

/** One run of a collector. The same object for all its frames. */
export interface FrameRun {
  readonly source: string;
  readonly epoch: string;
}

/**
 * `waiting` and `lost` frames build on one that is not known; for a lost one that was given up, so
 * only the history can still bring both.
 */
export type ChainOutcome = 'read' | 'duplicate' | 'waiting' | 'lost' | 'refused';

export interface ChainResult {
  readonly outcome: ChainOutcome;
  /** The frame's ticks and those of frames that waited for it, in order. */
  readonly read: readonly ChainedTicks[];
  /** Why it was refused. */
  readonly code?: FrameErrorCode;
}

/** Frames of a run that never came. */
export interface MissingFrames {
  /** Time of the last tick that is known before them; `undefined` when they are the run's first. */
  readonly after: number | undefined;
  /** Time of the first tick of the frame after them. */
  readonly before: number;
}

export interface FrameChains {
  add(frame: Frame): ChainResult;
  /** How many frames wait for their predecessor. */
  readonly waiting: number;
  /** In no particular order. */
  missing(): MissingFrames[];
  /** Drops frames that wait and begin at or before `at`, and those that build on them. */
  giveUp(at: number): void;
  /** Forgets that a run's frames up to `sequence` were read, so that they can be read again. */
  forget(run: FrameRun, sequence: number, nextAt: number): void;
  clear(): void;
}

interface Stretch {
  first: number;
  /** Time of its first tick. */
  from: number;
  tip: FrameState;
}

interface Run extends FrameRun {
  /** In ascending order, never touching. */
  readonly stretches: Stretch[];
  readonly waiting: Map<number, Frame>;
  /** The last frame that was given up. */
  lost: number;
}

/** `maxWaiting` bounds the frames that wait; the oldest is dropped for a newer one. */
export function createFrameChains(maxWaiting: number): FrameChains {
  const runs = new Map<string, Run>();

  function runOf(frame: Frame): Run {
    const key = JSON.stringify([frame.source, frame.epoch]);
    let run = runs.get(key);
    if (!run) {
      run = {
        source: frame.source,
        epoch: frame.epoch,
        stretches: [],
        waiting: new Map(),
        lost: -1,
      };
      runs.set(key, run);
    }
    return run;
  }

  function* allWaiting(): Generator<[Run, Frame]> {
    for (const run of runs.values()) for (const frame of run.waiting.values()) yield [run, frame];
  }

  function countWaiting(): number {
    let count = 0;
    for (const { waiting } of runs.values()) count += waiting.size;
    return count;
  }

  function earliest(): [Run, Frame] | undefined {
    let found: [Run, Frame] | undefined;
    for (const entry of allWaiting()) if (!found || entry[1].at < found[1].at) found = entry;
    return found;
  }

  function wait(run: Run, frame: Frame): void {
    run.waiting.set(frame.sequence, frame);
    if (countWaiting() <= maxWaiting) return;
    const oldest = earliest();
    oldest?.[0].waiting.delete(oldest[1].sequence);
  }

  function readInto(run: Run, frame: Frame): ChainedTicks {
    const before = run.stretches.find(({ tip }) => tip.sequence === frame.sequence - 1);
    const { ticks, state } = decodeFrame(frame, before?.tip);
    if (before) before.tip = state;
    else insertStretch(run.stretches, { first: frame.sequence, from: frame.at, tip: state });
    joinStretches(run.stretches);
    run.waiting.delete(frame.sequence);
    return {
      run,
      sequence: frame.sequence,
      interval: frame.interval,
      series: state.series,
      ticks,
    };
  }

  return {
    add(frame) {
      const run = runOf(frame);
      const { sequence } = frame;
      if (run.stretches.some(({ first, tip }) => first <= sequence && sequence <= tip.sequence)) {
        return { outcome: 'duplicate', read: [] };
      }
      const known = run.stretches.some(({ tip }) => tip.sequence === sequence - 1);
      if (!frame.series && !known) {
        if (run.waiting.has(sequence)) return { outcome: 'duplicate', read: [] };
        if (sequence === run.lost + 1) run.lost = sequence;
        if (sequence <= run.lost) return { outcome: 'lost', read: [] };
        wait(run, frame);
        return { outcome: 'waiting', read: [] };
      }

      const read: ChainedTicks[] = [];
      let next: Frame | undefined = frame;
      while (next) {
        try {
          read.push(readInto(run, next));
        } catch (reason) {
          if (!(reason instanceof FrameError)) throw reason;
          run.waiting.delete(next.sequence);
          return { outcome: next === frame ? 'refused' : 'read', read, code: reason.code };
        }
        next = run.waiting.get(next.sequence + 1);
      }
      return { outcome: 'read', read };
    },
    get waiting() {
      return countWaiting();
    },
    missing: () => [...runs.values()].flatMap(missingOf),
    giveUp(at) {
      for (const run of runs.values()) {
        const inOrder = [...run.waiting.values()].sort(
          (one, other) => one.sequence - other.sequence,
        );
        for (const { sequence, at: begin } of inOrder) {
          if (begin > at && sequence !== run.lost + 1) continue;
          run.waiting.delete(sequence);
          run.lost = Math.max(run.lost, sequence);
        }
      }
    },
    forget(forgotten, sequence, nextAt) {
      for (const [key, run] of runs) {
        if (run !== forgotten) continue;
        const kept = run.stretches.filter(({ tip }) => tip.sequence > sequence);
        run.stretches.splice(0, run.stretches.length, ...kept);
        const [first] = kept;
        if (first && first.first <= sequence) {
          first.first = sequence + 1;
          first.from = nextAt;
        }
        if (kept.length === 0 && run.waiting.size === 0) runs.delete(key);
      }
    },
    clear: () => runs.clear(),
  };
}

function missingOf(run: Run): MissingFrames[] {
  const known = [
    ...run.stretches.map(({ first, from, tip }) => ({
      first,
      from,
      last: tip.sequence,
      to: tip.at,
    })),
    ...Array.from(run.waiting.values(), ({ sequence, at, ticks, interval }) => ({
      first: sequence,
      from: at,
      last: sequence,
      to: at + (ticks - 1) * interval,
    })),
  ].sort((one, other) => one.first - other.first);

  const missing: MissingFrames[] = [];
  let last = -1;
  let after: number | undefined;
  for (const piece of known) {
    if (piece.first > last + 1 && piece.first > run.lost + 1) {
      missing.push({ after, before: piece.from });
    }
    last = piece.last;
    after = piece.to;
  }
  return missing;
}

function insertStretch(stretches: Stretch[], stretch: Stretch): void {
  const later = stretches.findIndex(({ first }) => first > stretch.first);
  stretches.splice(later < 0 ? stretches.length : later, 0, stretch);
}

/** Makes one of neighbours whose sequence numbers meet. The later one's state is the one to keep. */
function joinStretches(stretches: Stretch[]): void {
  for (let at = stretches.length - 1; at > 0; at -= 1) {
    const earlier = stretches[at - 1];
    const later = stretches[at];
    if (!earlier || !later || earlier.tip.sequence + 1 !== later.first) continue;
    earlier.tip = later.tip;
    stretches.splice(at, 1);
  }
}
