import { describe, expect, it } from 'vitest';
import { createPaintLoop } from './paint-loop.ts';

function manualFrames() {
  const pending = new Map<number, () => void>();
  let next = 1;
  let now = 0;
  return {
    request: (callback: () => void) => {
      pending.set(next, callback);
      return next++;
    },
    cancel: (handle: number) => void pending.delete(handle),
    now: () => now,
    /** Painting takes time. */
    take: (ms: number) => void (now += ms),
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

  it('leaves to later frames what would make one late, and everything has its turn', () => {
    const frames = manualFrames();
    const loop = createPaintLoop(frames);
    const painted: string[] = [];
    for (const name of ['a', 'b', 'c', 'd']) {
      loop.add(() => {
        painted.push(name);
        frames.take(1);
      });
    }

    loop.request();
    frames.run();
    expect(painted).toEqual(['a', 'b']);

    loop.request();
    frames.run();
    frames.run();
    expect(painted).toEqual(['a', 'b', 'c', 'd', 'a', 'b']);
    expect(frames.run()).toBe(0);
  });

  it('paints one that takes too long all the same, alone', () => {
    const frames = manualFrames();
    const loop = createPaintLoop(frames);
    const painted: string[] = [];
    loop.add(() => {
      painted.push('slow');
      frames.take(50);
    });
    loop.add(() => painted.push('quick'));
    loop.request();

    frames.run();
    expect(painted).toEqual(['slow']);
    frames.run();
    expect(painted).toEqual(['slow', 'quick']);
  });

  it('paints nothing that is gone', () => {
    const frames = manualFrames();
    const loop = createPaintLoop(frames);
    let painted = 0;
    const remove = loop.add(() => (painted += 1));
    loop.request();
    loop.add(() => undefined);
    remove();
    frames.run();

    expect(painted).toBe(0);
  });

  it('paints again when asked from within a paint', () => {
    const frames = manualFrames();
    const loop = createPaintLoop(frames);
    loop.add(() => loop.request());
    loop.request();

    expect([frames.run(), frames.run()]).toEqual([1, 1]);
  });
});
