import type { SeriesWindow } from '@heliograph/metrics-core';
import type { Clock } from './clock.ts';
import type { HistoryRange } from './history-source.ts';

/**
 * Asks for what a window knows to be missing. The history may be a little behind the live
 * connection, so a hole is asked for several times before it is accepted as a gap.
 */
export interface HoleFiller {
  /** Call after frames were applied. */
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
}): HoleFiller {
  const { window, clock, request } = parts;
  let current: { readonly to: number; tries: number } | undefined;
  let cancelPause: (() => void) | undefined;

  const look = (): void => {
    const hole = window.hole();
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
      const hole = window.hole();
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
