import type { Frame, Series } from '@heliograph/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFrameEncoder } from './frame-encoder.ts';
import { createSeriesWindow } from './series-window.ts';

const describeSeries = (name: string): Series => ({
  name,
  chart: 'Chart',
  label: name,
  unit: 'count',
  decimals: 0,
});
const a = describeSeries('a');
const b = describeSeries('b');
const minute = 60_000;

interface RunOptions {
  readonly start?: number;
  readonly count?: number;
  readonly epoch?: string;
  /** Ticks that the collector was too late for, by index. */
  readonly missed?: readonly number[];
}

/** Frames of series `a` that counts ticks: key frames at 0, 5, 10, … */
function framesOf({
  start = 0,
  count = 12,
  epoch = 'epoch-01',
  missed = [],
}: RunOptions = {}): Frame[] {
  const encoder = createFrameEncoder({ source: 'web-1', epoch, interval: 1000, keyFrameEvery: 5 });
  return Array.from({ length: count }, (_, index) => index)
    .filter((index) => !missed.includes(index))
    .map((index) => encoder.encode([a], [{ at: start + index * 1000, values: [index] }]));
}

const seconds = (window: ReturnType<typeof createSeriesWindow>): number[] =>
  window.columns([])[0].map((at) => at / 1000);

describe(createSeriesWindow, () => {
  const frames = framesOf();

  it('has columns of the values in order of time', () => {
    const window = createSeriesWindow({ length: minute });
    window.apply(frames.slice(0, 3));

    expect(window.columns(['a'])).toEqual([
      [0, 1000, 2000],
      [0, 1, 2],
    ]);
    expect(window.position()).toEqual({
      source: 'web-1',
      epoch: 'epoch-01',
      sequence: 2,
      at: 2000,
      interval: 1000,
    });
    expect(window.latest('a')).toEqual({ at: 2000, value: 2 });
  });

  it('has the same columns in whatever order and however often the frames arrive', () => {
    const inOrder = createSeriesWindow({ length: minute });
    inOrder.apply(frames);
    const arrivals = fc
      .shuffledSubarray([...frames, ...frames], { minLength: 24 })
      .chain((order) => fc.tuple(fc.constant(order), fc.integer({ min: 1, max: 24 })));

    fc.assert(
      fc.property(arrivals, ([order, portion]) => {
        const window = createSeriesWindow({ length: minute });
        for (let at = 0; at < order.length; at += portion) {
          window.apply(order.slice(at, at + portion));
        }
        expect(window.columns(['a'])).toEqual(inOrder.columns(['a']));
        expect(window.gaps()).toEqual([]);
        expect(window.hole()).toBeUndefined();
        expect(window.counts()).toEqual({
          applied: 12,
          duplicates: 12,
          waiting: 0,
          lost: 0,
          refused: 0,
        });
      }),
    );
  });

  it('lets live frames wait until the history brings what they build on', () => {
    const window = createSeriesWindow({ length: minute });

    expect(window.apply(frames.slice(8, 10))).toMatchObject({ applied: 0, waiting: 2 });
    expect(window.columns(['a'])).toEqual([[], []]);
    window.apply(frames.slice(0, 9));

    expect(seconds(window)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(window.counts()).toMatchObject({ applied: 10, duplicates: 1, waiting: 0 });
  });

  it('says which time to fetch after frames were lost, until they come', () => {
    const window = createSeriesWindow({ length: minute });
    window.apply(frames.slice(0, 3));
    window.apply(frames.slice(7, 9));

    expect(window.hole()).toEqual({ from: 2000, to: 7000 });
    window.apply(frames.slice(3, 7));
    expect(window.hole()).toBeUndefined();
    expect(window.gaps()).toEqual([]);
  });

  it('knows of a hole also when a key frame lets it go on', () => {
    const window = createSeriesWindow({ length: minute });
    window.apply([...frames.slice(0, 3), ...frames.slice(5, 7)]);

    expect(seconds(window)).toEqual([0, 1, 2, 3.5, 5, 6]);
    expect(window.hole()).toEqual({ from: 2000, to: 5000 });
  });

  it('draws what never came as a gap once that is settled', () => {
    const window = createSeriesWindow({ length: minute });
    window.apply([...frames.slice(0, 3), ...frames.slice(8, 12)]);
    expect(window.hole()).toEqual({ from: 2000, to: 8000 });
    window.settle(8000);

    expect(window.hole()).toBeUndefined();
    expect(window.columns(['a'])).toEqual([
      [0, 1000, 2000, 6000, 10_000, 11_000],
      [0, 1, 2, null, 10, 11],
    ]);
    expect(window.gaps()).toEqual([{ from: 2000, to: 10_000, reason: 'not-received' }]);
  });

  it('asks once for frames that nobody has, and goes on with the next key frame', () => {
    const window = createSeriesWindow({ length: minute });
    window.apply([...frames.slice(0, 3), ...frames.slice(6, 8)]);
    window.settle(window.hole()?.to ?? 0);

    expect(window.apply(frames.slice(8, 10))).toMatchObject({ waiting: 0, lost: 2 });
    expect(window.hole()).toBeUndefined();
    window.apply(frames.slice(10));
    expect(window.hole()).toBeUndefined();
    expect(seconds(window)).toEqual([0, 1, 2, 6, 10, 11]);
  });

  it('still takes what was given up when the history brings it', () => {
    const window = createSeriesWindow({ length: minute });
    window.apply([...frames.slice(0, 3), ...frames.slice(6, 8)]);
    window.settle(8000);
    window.apply(frames.slice(8));
    window.apply(frames);

    expect(window.gaps()).toEqual([]);
    expect(seconds(window).length).toBe(12);
  });

  it('calls ticks missed that the collector left out itself', () => {
    const window = createSeriesWindow({ length: minute });
    window.apply(framesOf({ missed: [3, 4] }));

    expect(window.gaps()).toEqual([{ from: 2000, to: 5000, reason: 'ticks-missed' }]);
    expect(window.hole()).toBeUndefined();
  });

  it('says that the collector restarted between two runs', () => {
    const window = createSeriesWindow({ length: minute });
    window.apply([...frames, ...framesOf({ start: 20_000, epoch: 'epoch-02', count: 2 })]);

    expect(window.gaps()).toEqual([{ from: 11_000, to: 20_000, reason: 'collector-restarted' }]);
    expect(window.position()).toMatchObject({ epoch: 'epoch-02', sequence: 1 });
  });

  it('knows that frames are missing when another run does not begin with its first', () => {
    const window = createSeriesWindow({ length: minute });
    const restarted = framesOf({ start: 20_000, epoch: 'epoch-02' });
    window.apply([...frames, ...restarted.slice(5)]);

    expect(window.hole()).toEqual({ from: 11_000, to: 25_000 });
    expect(window.gaps()).toEqual([{ from: 11_000, to: 25_000, reason: 'not-received' }]);
  });

  it('keeps to its length, and forgets series that have no value in it any more', () => {
    const window = createSeriesWindow({ length: 10_000 });
    const encoder = createFrameEncoder({ source: 'web-1', epoch: 'epoch-01', interval: 1000 });
    for (let index = 0; index < 100; index += 1) {
      const at = index * 1000;
      window.apply([
        index < 50
          ? encoder.encode([a, b], [{ at, values: [index, index] }])
          : encoder.encode([b], [{ at, values: [index] }]),
      ]);
      if (index === 55) expect(window.series().map(({ name }) => name)).toEqual(['b', 'a']);
    }

    expect(seconds(window)).toEqual([89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99]);
    expect(window.series()).toEqual([b]);
    expect(window.columns(['a'])[1]?.every((value) => value === null)).toBe(true);
  });

  it('has no value where a series was not in the table yet', () => {
    const window = createSeriesWindow({ length: minute });
    const encoder = createFrameEncoder({ source: 'web-1', epoch: 'epoch-01', interval: 1000 });
    window.apply([
      encoder.encode([a], [{ at: 0, values: [1] }]),
      encoder.encode([a, b], [{ at: 1000, values: [1, null] }]),
      encoder.encode([a, b], [{ at: 2000, values: [1, 5] }]),
    ]);

    expect(window.columns(['b', 'unknown'])).toEqual([
      [0, 1000, 2000],
      [null, null, 5],
      [null, null, null],
    ]);
    expect(window.series()).toEqual([a, b]);
  });

  it('gives the same array of series until they change, whatever key frames repeat', () => {
    const window = createSeriesWindow({ length: minute });
    const copies = framesOf();
    window.apply(copies.slice(0, 1));
    const before = window.series();
    window.apply(copies);

    expect(window.series()).toBe(before);
  });

  it('takes older history when it is made longer', () => {
    const window = createSeriesWindow({ length: 5000 });
    const long = framesOf({ count: 60 });
    window.apply(long.slice(50));
    window.settle(60_000);
    window.resize(minute);

    expect(window.hole()).toEqual({ from: -1000, to: 54_000 });
    window.apply(long.slice(0, 55));

    expect(seconds(window).length).toBe(60);
    expect(window.gaps()).toEqual([]);
  });

  it('keeps the latter of two ticks of the same time, as after a clock was set back', () => {
    const window = createSeriesWindow({ length: minute });
    window.apply([
      ...framesOf({ count: 3 }),
      ...framesOf({ start: 1000, count: 2, epoch: 'epoch-02' }),
    ]);

    expect(window.columns(['a'])).toEqual([
      [0, 1000, 2000],
      [0, 0, 1],
    ]);
  });

  it('bounds the ticks it keeps and the frames that wait', () => {
    const window = createSeriesWindow({ length: Infinity, maxTicks: 32, maxWaiting: 4 });
    window.apply(framesOf({ count: 100 }));
    window.apply(
      framesOf({ epoch: 'epoch-02', start: minute * 9 })
        .slice(6, 12)
        .filter(({ series }) => !series),
    );

    expect(seconds(window).length).toBeLessThanOrEqual(32);
    expect(seconds(window).at(-1)).toBe(99);
    expect(window.counts().waiting).toBe(4);
  });

  it('counts a malformed frame and is not disturbed by it', () => {
    const window = createSeriesWindow({ length: minute });
    const [first, second] = frames as [Frame, Frame];

    const result = window.apply([first, { ...second, values: '////' }, second]);

    expect(result).toEqual({
      applied: 2,
      duplicates: 0,
      waiting: 0,
      lost: 0,
      refused: 1,
      refusals: ['values-malformed'],
    });
    expect(seconds(window)).toEqual([0, 1]);
  });

  it('changes its version with its content only', () => {
    const window = createSeriesWindow({ length: minute });
    window.apply(frames.slice(0, 1));
    const before = window.version();
    window.apply(frames.slice(0, 1));
    window.columns(['a']);

    expect(window.version()).toBe(before);
    window.apply(frames.slice(1, 2));
    expect(window.version()).toBeGreaterThan(before);
  });

  it('keeps its revision while ticks only follow, so that columns can be continued', () => {
    const window = createSeriesWindow({ length: 4000 });
    window.apply(frames.slice(5, 8));
    const { columns, revision } = window;
    const before = revision();
    const [times] = columns(['a'], { from: 0, to: 7000 });

    window.apply(frames.slice(8, 12));
    expect(revision()).toBe(before);
    const [[, ...more]] = columns(['a'], { from: 7000, to: Infinity });
    expect([...times, ...more].slice(-5)).toEqual(columns(['a'])[0]);

    window.apply(frames.slice(0, 5));
    expect(revision()).toBeGreaterThan(before);
  });

  it('has another revision when it was cleared', () => {
    const window = createSeriesWindow({ length: minute });
    window.apply(frames);
    const before = window.revision();
    window.clear();

    expect(window.revision()).toBeGreaterThan(before);
  });

  it('is empty after clear and takes the same frames again', () => {
    const window = createSeriesWindow({ length: minute });
    window.apply(frames);
    window.clear();

    expect(window.columns(['a'])).toEqual([[], []]);
    expect(window.series()).toEqual([]);
    window.apply(frames);
    expect(seconds(window).length).toBe(12);
  });
});
