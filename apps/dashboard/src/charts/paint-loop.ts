/** Draws everything that asked for it, once, in the next animation frame. */
export interface PaintLoop {
  /** Registers something that draws; returns its undo. */
  add(paint: () => void): () => void;
  /** Everything registered is painted in the next frame, however often this is called before. */
  request(): void;
}

export interface AnimationFrames {
  request(callback: () => void): number;
  cancel(handle: number): void;
}

export function createPaintLoop(frames: AnimationFrames): PaintLoop {
  const painters = new Set<() => void>();
  let handle: number | undefined;

  const paintAll = (): void => {
    handle = undefined;
    for (const paint of painters) paint();
  };

  return {
    add(paint) {
      painters.add(paint);
      return () => {
        painters.delete(paint);
        if (painters.size === 0 && handle !== undefined) {
          frames.cancel(handle);
          handle = undefined;
        }
      };
    },
    request() {
      if (painters.size > 0) handle ??= frames.request(paintAll);
    },
  };
}
