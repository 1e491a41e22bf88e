import { beforeEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../live/manual-clock.ts';
import { noticed } from './test-people.ts';
import { createToastTray, type ToastTray } from './toast-tray.ts';

describe(createToastTray, () => {
  let clock: ManualClock;
  let tray: ToastTray;
  let changes: number;
  const titles = () => tray.list().map(({ title }) => title);

  beforeEach(() => {
    clock = createManualClock();
    changes = 0;
    tray = createToastTray(clock, () => (changes += 1));
  });

  it('shows a notification for a while, and a warning for longer', async () => {
    tray.show(noticed('info'));
    tray.show(noticed('warning', 'warning'));
    expect(titles()).toEqual(['info', 'warning']);

    await clock.advance(8_000);
    expect(titles()).toEqual(['warning']);
    await clock.advance(8_000);
    expect(titles()).toEqual([]);
  });

  it('keeps a critical one until it is dismissed', async () => {
    const critical = noticed('critical', 'critical');
    tray.show(critical);
    await clock.advance(3_600_000);
    expect(titles()).toEqual(['critical']);

    tray.dismiss(critical.id);
    expect(titles()).toEqual([]);
  });

  it('lets none go while they are held, and gives each its time again', async () => {
    tray.show(noticed('one'));
    tray.hold('pointer', true);
    tray.hold('hidden', true);
    tray.show(noticed('two'));
    tray.hold('pointer', false);
    await clock.advance(60_000);
    expect(titles()).toEqual(['one', 'two']);

    tray.hold('hidden', false);
    await clock.advance(7_999);
    expect(titles()).toEqual(['one', 'two']);
    await clock.advance(1);
    expect(titles()).toEqual([]);
  });

  it('shows three at most, and gives up the oldest that is not critical', () => {
    for (const [title, level] of [
      ['a', 'critical'],
      ['b', 'info'],
      ['c', 'info'],
      ['d', 'info'],
    ] as const) {
      tray.show(noticed(title, level));
    }

    expect(titles()).toEqual(['a', 'c', 'd']);
  });

  it('shows a notification once, and tells of changes only', () => {
    const one = noticed('one');
    tray.show(one);
    tray.show(one);
    tray.dismiss('unknown');

    expect(titles()).toEqual(['one']);
    expect(changes).toBe(1);
  });

  it('leaves no timer behind when it is cleared', async () => {
    tray.show(noticed('one'));
    tray.clear();
    const after = changes;
    await clock.advance(60_000);

    expect(titles()).toEqual([]);
    expect(changes).toBe(after);
  });
});
