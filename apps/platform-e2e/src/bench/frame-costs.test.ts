import { describe, expect, it } from 'vitest';
import { frameCosts, type TraceEvent } from './frame-costs.ts';

const event = (name: string, ts: number, more: Partial<TraceEvent> = {}): TraceEvent => ({
  name,
  ts,
  ph: 'X',
  cat: 'toplevel',
  pid: 1,
  tid: 2,
  args: {},
  ...more,
});
const mainThread = (pid: number) =>
  event('thread_name', 0, { ph: 'M', pid, args: { name: 'CrRendererMain' } });
const begin = (ts: number) => event('BeginMainThreadFrame', ts, { ph: 'I' });

describe(frameCosts, () => {
  it("adds up a frame's tasks until the next one begins, by CPU time", () => {
    expect(
      frameCosts([
        mainThread(1),
        event('RunTask', 10_000, { dur: 5_000, tdur: 4_000 }),
        begin(11_000),
        event('RunTask', 20_000, { dur: 2_000, tdur: 1_000 }),
        event('RunTask', 30_000, { dur: 9_000, tdur: 9_000 }),
        begin(31_000),
        begin(90_000),
      ]),
    ).toEqual([5, 9]);
  });

  it('counts a task within a task once', () => {
    expect(
      frameCosts([
        mainThread(1),
        begin(0),
        event('RunTask', 1_000, { dur: 3_000 }),
        event('ThreadControllerImpl::RunTask', 1_100, { dur: 2_000 }),
        begin(9_000),
      ]),
    ).toEqual([3]);
  });

  it('reads the page that draws, not another thread or page', () => {
    expect(
      frameCosts([
        mainThread(1),
        mainThread(7),
        event('RunTask', 500, { pid: 7, dur: 100 }),
        event('RunTask', 1_000, { tid: 3, dur: 8_000 }),
        begin(0),
        event('RunTask', 1_000, { dur: 2_000 }),
        begin(9_000),
      ]),
    ).toEqual([2]);
  });
});
