import { describe, expect, it } from 'vitest';
import { createPaintLoop } from './paint-loop.ts';

function manualFrames() {
  const pending = new Map<number, () => void>();
  let next = 1;
  return {
    request: (callback: () => void) => {
      pending.set(next, callback);
      return next++;
    },
    cancel: (handle: number) => void pending.delete(handle),
    run: () => {
      const due = [...pending.values()];
      pending.clear();
      due.forEach((callback) => callback());
      return due.length;
    },
  };
}

describe(createPaintLoop, () => {
  it('paints every chart once per frame, however often it is asked', () => {
    const frames = manualFrames();
    const loop = createPaintLoop(frames);
    const painted: string[] = [];
    loop.add(() => painted.push('cpu'));
    loop.add(() => painted.push('memory'));

    loop.request();
    loop.request();

    expect(frames.run()).toBe(1);
    expect(painted).toEqual(['cpu', 'memory']);
  });

  it('asks for no frame while nothing is to be painted', () => {
    const frames = manualFrames();
    const loop = createPaintLoop(frames);
    const remove = loop.add(() => undefined);
    loop.request();

    remove();
    loop.request();

    expect(frames.run()).toBe(0);
  });

  it('paints again when asked from within a paint', () => {
    const frames = manualFrames();
    const loop = createPaintLoop(frames);
    loop.add(() => loop.request());
    loop.request();

    expect([frames.run(), frames.run()]).toEqual([1, 1]);
  });
});
