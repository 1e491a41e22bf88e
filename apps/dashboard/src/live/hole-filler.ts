import type { SeriesWindow } from '@heliograph/metrics-core';
import type { Clock } from './clock.ts';
import type { HistoryRange } from './history-source.ts';

/**
 * Asks for what a window knows to be missing. The history may be a little behind the live
 * connection, so a hole is asked for several times before it is accepted as a gap.
 */
export interface HoleFiller {
  /** Call after frames were applied. While a read is under way, its end is awaited first. */
  look(): void;
  /** Call after a range was read to its end. */
  read(range: HistoryRange): void;
  stop(): void;
}

const attempts = 4;
const pauseMs = 1_000;

export function createHoleFiller(parts: {
  readonly window: Pick<SeriesWindow, 'hole' | 'settle'>;
  readonly clock: Clock;
  readonly request: (range: HistoryRange) => void;
  /** Whether a read is under way that may bring what is missing. */
  readonly isReading: () => boolean;
  /** Since when frames are wanted, Unix milliseconds. What is missing before is no hole. */
  readonly wantedFrom: () => number;
}): HoleFiller {
  const { window, clock, request } = parts;
  let current: { readonly to: number; tries: number } | undefined;
  let cancelPause: (() => void) | undefined;

  const nextHole = (): (HistoryRange & { readonly to: number }) | undefined => {
    const from = parts.wantedFrom();
    if (Number.isFinite(from)) window.settle(from);
    const hole = window.hole();
    return hole && { from: Math.max(hole.from, from), to: hole.to };
  };

  const look = (): void => {
    if (parts.isReading()) return;
    const hole = nextHole();
    if (!hole) {
      current = undefined;
      return;
    }
    if (current?.to === hole.to) return;
    current = { to: hole.to, tries: 0 };
    request(hole);
  };

  return {
    look,
    read({ to = Infinity }) {
      const hole = nextHole();
      if (!hole || current?.to !== hole.to || to < hole.to) return look();
      current.tries += 1;
      if (current.tries >= attempts) {
        window.settle(hole.to);
        return look();
      }
      cancelPause?.();
      cancelPause = clock.after(pauseMs, () => request(hole));
    },
    stop() {
      cancelPause?.();
      current = undefined;
    },
  };
}
