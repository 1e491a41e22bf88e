import { describe, expect, it } from 'vitest';
import { endOfTurn } from './end-of-turn.ts';
import { createFlushScheduler } from './flush-scheduler.ts';

/** An event loop whose turns end when the test says so. */
function startLoop() {
  let callbacks: (() => void)[] = [];
  return {
    atEndOfTurn: (callback: () => void) => void callbacks.push(callback),
    endTurn() {
      const due = callbacks;
      callbacks = [];
      for (const callback of due) callback();
    },
    isIdle: () => callbacks.length === 0,
  };
}

function startScheduler() {
  const loop = startLoop();
  const flushed: string[] = [];
  const queue = (name: string) => ({ flush: () => void flushed.push(name) });
  return { ...loop, flushed, queue, scheduler: createFlushScheduler(loop.atEndOfTurn) };
}

describe(createFlushScheduler, () => {
  it('flushes each queue once, in their order, when the turn ends', () => {
    const { scheduler, queue, endTurn, flushed, isIdle } = startScheduler();
    scheduler.schedule(queue('a'));
    scheduler.schedule(queue('b'));
    expect(flushed).toEqual([]);
    endTurn();
    expect(flushed).toEqual(['a', 'b']);
    expect(isIdle()).toBe(true);
  });

  it('begins anew after a flush, also for what is scheduled while it flushes', () => {
    const { scheduler, queue, endTurn, flushed } = startScheduler();
    const empty = scheduler.empty('Text');
    scheduler.schedule({ flush: () => scheduler.schedule(queue('late')) });
    endTurn();
    expect(flushed).toEqual([]);
    endTurn();
    expect(flushed).toEqual(['late']);
    expect(scheduler.empty('Text')).not.toBe(empty);
  });

  it('gives the queues of each format one beginning until they are flushed', () => {
    const { scheduler } = startScheduler();
    expect(scheduler.empty('Text')).toBe(scheduler.empty('Text'));
    expect(scheduler.empty('Text')).not.toBe(scheduler.empty('Binary'));
  });

  it('lets everything that comes in the turn join', async () => {
    const scheduler = createFlushScheduler();
    const flushed = Promise.withResolvers<string[]>();
    const queued = ['one'];
    scheduler.schedule({ flush: () => flushed.resolve([...queued]) });

    for (const name of ['two', 'three']) {
      void endOfTurn()
        .then(() => undefined) // as a request's body goes through a few hands
        .then(() => queued.push(name));
    }

    expect(await flushed.promise).toEqual(['one', 'two', 'three']);
  });
});
