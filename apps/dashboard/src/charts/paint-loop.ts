/**
 * Draws everything that asked for it, in the next animation frame. What would make that frame late is
 * drawn in the frames after it: the page stays at hand, and a chart is a sixtieth of a second behind.
 */
export interface PaintLoop {
  /** Registers something that draws; returns its undo. */
  add(paint: () => void): () => void;
  /** Everything registered is painted once from now on, however often this is called before. */
  request(): void;
}

export interface AnimationFrames {
  request(callback: () => void): number;
  cancel(handle: number): void;
  /** Milliseconds, of a clock that never goes back. */
  now(): number;
}

/**
 * Milliseconds of script in one frame after which no further painter begins. What they recorded has
 * to be rasterised as well, and takes several times as long where no graphics card does it.
 */
const budgetMs = 2;

export function createPaintLoop(frames: AnimationFrames): PaintLoop {
  const painters = new Set<() => void>();
  /** In the order in which they became due, so that all have their turn. */
  const due = new Set<() => void>();
  let handle: number | undefined;

  const paintSome = (): void => {
    handle = undefined;
    const until = frames.now() + budgetMs;
    // What asks again while it paints waits for the next frame.
    for (const paint of [...due]) {
      due.delete(paint);
      paint();
      if (frames.now() >= until) break;
    }
    if (due.size > 0) handle ??= frames.request(paintSome);
  };

  return {
    add(paint) {
      painters.add(paint);
      return () => {
        painters.delete(paint);
        due.delete(paint);
        if (due.size === 0 && handle !== undefined) {
          frames.cancel(handle);
          handle = undefined;
        }
      };
    },
    request() {
      for (const paint of painters) due.add(paint);
      if (due.size > 0) handle ??= frames.request(paintSome);
    },
  };
}
