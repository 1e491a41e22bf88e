import { describe, expect, it } from 'vitest';
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
  it('flushes each queue once, in their order, when a turn brings nothing new', () => {
    const { scheduler, queue, endTurn, flushed, isIdle } = startScheduler();
    scheduler.schedule(queue('a'));
    scheduler.schedule(queue('b'));
    endTurn();
    expect(flushed).toEqual([]);
    endTurn();
    expect(flushed).toEqual(['a', 'b']);
    expect(isIdle()).toBe(true);
  });

  it.for(['schedule', 'added'] as const)('waits for another turn after %s', (what) => {
    const { scheduler, queue, endTurn, flushed } = startScheduler();
    scheduler.schedule(queue('a'));
    endTurn();
    if (what === 'schedule') scheduler.schedule(queue('b'));
    else scheduler.added();
    endTurn();
    expect(flushed).toEqual([]);
    endTurn();
    expect(flushed).toContain('a');
  });

  it('does not wait for ever under a load that never pauses', () => {
    const { scheduler, queue, endTurn, flushed } = startScheduler();
    scheduler.schedule(queue('a'));
    for (let turn = 0; turn < 4; turn += 1) {
      expect(flushed).toEqual([]);
      scheduler.added();
      endTurn();
    }
    expect(flushed).toEqual(['a']);
  });

  it('begins anew after a flush, also for what is scheduled while it flushes', () => {
    const { scheduler, queue, endTurn, flushed } = startScheduler();
    const { empty } = scheduler;
    scheduler.schedule({ flush: () => scheduler.schedule(queue('late')) });
    endTurn();
    endTurn();
    expect(flushed).toEqual([]);
    endTurn();
    endTurn();
    expect(flushed).toEqual(['late']);
    expect(scheduler.empty).not.toBe(empty);
  });
});
