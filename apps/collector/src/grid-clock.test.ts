import { describe, expect, it } from 'vitest';
import { startGridClock, type DueTick } from './grid-clock.ts';

/** A clock and timers under control. Timers fire `lateness` after they are due. */
function controlled(start: number) {
  let time = start;
  let pending: { callback: () => void; at: number } | undefined;
  const ticks: DueTick[] = [];
  const clock = startGridClock({
    interval: 1000,
    onTick: (tick) => ticks.push(tick),
    now: () => time,
    schedule: (callback, milliseconds) => {
      pending = { callback, at: time + milliseconds };
      return () => (pending = undefined);
    },
  });
  const fire = (lateness = 0): void => {
    const due = pending;
    if (!due) throw new Error('no timer is set');
    pending = undefined;
    time = Math.max(time, due.at + lateness);
    due.callback();
  };
  return {
    clock,
    ticks,
    fire,
    setClock: (to: number) => (time = to),
    get isArmed() {
      return pending !== undefined;
    },
  };
}

describe(startGridClock, () => {
  const plain = (at: number, missed = 0): DueTick => ({ at, missed, isSetBack: false });

  it('ticks on the grid, whatever the time it starts at', () => {
    const { ticks, fire } = controlled(5_400);
    fire();
    fire();

    expect(ticks).toEqual([plain(6000), plain(7000)]);
  });

  it('leaves the next tick out when it is too near to measure anything before it', () => {
    const { ticks, fire } = controlled(5_900);
    fire();

    expect(ticks).toEqual([plain(7000)]);
  });

  it('does not drift when timers fire late', () => {
    const { ticks, fire } = controlled(5_000);
    for (let round = 0; round < 20; round += 1) fire(150);

    expect(ticks).toEqual(Array.from({ length: 20 }, (_, index) => plain(6000 + index * 1000)));
  });

  it('waits on when a timer fires early', () => {
    const { ticks, fire } = controlled(5_000);
    fire(-3);
    expect(ticks).toEqual([]);
    fire();

    expect(ticks).toEqual([plain(6000)]);
  });

  it('counts the ticks for which it was too late, and goes on with the newest', () => {
    const { ticks, fire } = controlled(5_000);
    fire();
    fire(3_200);
    fire();

    expect(ticks).toEqual([plain(6000), plain(10_000, 3), plain(11_000)]);
  });

  it('follows a clock that was set back, and says so', () => {
    const { ticks, fire, setClock } = controlled(50_000);
    fire();
    setClock(20_300);
    fire(-Infinity);
    fire();
    fire();

    expect(ticks).toEqual([
      plain(51_000),
      { at: 21_000, missed: 0, isSetBack: true },
      plain(22_000),
    ]);
  });

  it('waits for a clock that was set back a little', () => {
    const { ticks, fire, setClock } = controlled(50_000);
    fire();
    setClock(50_500);
    fire(-Infinity);
    fire();

    expect(ticks).toEqual([plain(51_000), plain(52_000)]);
  });

  it('does not tick after it was stopped', () => {
    const controls = controlled(5_000);
    controls.clock.stop();

    expect(controls.isArmed).toBe(false);
  });
});
