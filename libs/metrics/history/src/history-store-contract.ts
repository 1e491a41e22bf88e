import type { Frame, Series } from '@heliograph/contracts';
import { createFrameEncoder, createSeriesWindow } from '@heliograph/metrics-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HistoryStore } from './history-store.ts';

const a: Series = { name: 'a', chart: 'A', label: 'a', unit: 'count', decimals: 0 };
const b: Series = { ...a, name: 'b' };

interface RunOptions {
  readonly epoch?: string;
  readonly source?: string;
  readonly start?: number;
  readonly count?: number;
  readonly series?: Series[];
}

/** A run of the collector: key frames at 0, 10, 20, … seconds after its start. */
export function framesOfRun(options: RunOptions = {}): Frame[] {
  const { epoch = 'epoch-01', source = 'web-1', start = 0, count = 30, series = [a] } = options;
  const encoder = createFrameEncoder({ source, epoch, interval: 1000 });
  return Array.from({ length: count }, (_, index) =>
    encoder.encode(series, [{ at: start + index * 1000, values: series.map(() => index) }]),
  );
}

/** What every driver has to do. `open` gives an empty store each time. */
export function describeHistoryStore(driver: string, open: () => Promise<HistoryStore>): void {
  const stored = async (...runs: Frame[][]): Promise<HistoryStore> => {
    const store = await open();
    onTestFinished(() => store.close());
    for (const frames of runs) await store.append(frames);
    return store;
  };
  const all = { from: 0, to: 1e12, limit: 10_000 };
  const seconds = (frames: readonly Frame[]): number[] => frames.map(({ at }) => at / 1000);
  const upTo = (first: number, last: number): number[] =>
    Array.from({ length: last - first + 1 }, (_, index) => first + index);

  describe(`the history store on ${driver}`, () => {
    it('gives back the very frames that were appended, in order', async () => {
      const frames = framesOfRun({ series: [a, b] });
      const store = await stored(frames.slice(10), frames.slice(0, 10));

      expect(await store.range(all)).toEqual({ frames, more: false, skipped: 0 });
    });

    it('is empty at first', async () => {
      const store = await stored([]);

      expect(await store.range(all)).toEqual({ frames: [], more: false, skipped: 0 });
    });

    it('keeps a frame once, however often it is appended, and as it was first', async () => {
      const frames = framesOfRun();
      const forged = frames.map((frame) => ({ ...frame, values: 'AA==' }));
      const store = await stored(frames, frames, forged);

      expect((await store.range(all)).frames).toEqual(frames);
    });

    it('begins with the key frame at or before the time asked for', async () => {
      const store = await stored(framesOfRun());

      expect(seconds((await store.range({ ...all, from: 17_000 })).frames)).toEqual(upTo(10, 29));
      expect(seconds((await store.range({ ...all, from: 20_000 })).frames)).toEqual(upTo(20, 29));
      expect(seconds((await store.range({ ...all, from: 20_001 })).frames)).toEqual(upTo(20, 29));
    });

    it('ends with the time asked for', async () => {
      const store = await stored(framesOfRun());

      expect(seconds((await store.range({ ...all, to: 3000 })).frames)).toEqual([0, 1, 2, 3]);
      expect((await store.range({ ...all, from: 60_000, to: 90_000 })).frames).toEqual([]);
    });

    it('begins every run with a key frame, where several overlap too', async () => {
      const store = await stored(
        framesOfRun(),
        framesOfRun({ source: 'web-2', epoch: 'epoch-02', start: 4000 }),
        framesOfRun({ epoch: 'epoch-03', start: 31_000 }),
      );

      const { frames } = await store.range({ ...all, from: 25_000 });

      const firsts = new Map<string, Frame>();
      for (const frame of frames) if (!firsts.has(frame.epoch)) firsts.set(frame.epoch, frame);
      expect([...firsts.keys()].sort()).toEqual(['epoch-01', 'epoch-02', 'epoch-03']);
      expect([...firsts.values()].every(({ series }) => series !== undefined)).toBe(true);
      const window = createSeriesWindow({ length: 1e9 });
      expect(window.apply(frames)).toMatchObject({ waiting: 0, refused: 0 });
    });

    it('gives the frames of one source when asked', async () => {
      const other = framesOfRun({ source: 'web-2', epoch: 'epoch-02' });
      const store = await stored(framesOfRun(), other);

      expect((await store.range({ ...all, source: 'web-2' })).frames).toEqual(other);
      expect((await store.range({ ...all, source: 'web-3' })).frames).toEqual([]);
    });

    it.for([1, 4, 10, 29, 30, 31])(
      'gives everything in pages of %i, each from the last frame of the one before',
      async (limit) => {
        const frames = [...framesOfRun(), ...framesOfRun({ epoch: 'epoch-02', start: 30_000 })];
        const store = await stored(frames);
        const window = createSeriesWindow({ length: 1e9 });

        let from = 5000;
        let pages = 0;
        for (let more = true; more && pages < 100; pages += 1) {
          const page = await store.range({ ...all, from, limit });
          expect(page.frames[0]?.series).toBeDefined();
          window.apply(page.frames);
          ({ more } = page);
          from = page.frames.at(-1)?.at ?? Infinity;
        }

        expect(window.columns([])[0].map((at) => at / 1000)).toEqual(upTo(0, 59));
        expect(pages).toBeLessThanOrEqual(Math.ceil(60 / limit) + 1);
      },
    );

    it('says that there is more exactly when there is', async () => {
      const store = await stored(framesOfRun());

      expect(await store.range({ from: 0, to: 9000, limit: 9 })).toMatchObject({ more: false });
      expect(await store.range({ from: 0, to: 9000, limit: 8 })).toMatchObject({ more: true });
    });

    it('drops what is old, yet leaves what the rest is decoded from', async () => {
      const store = await stored(
        framesOfRun({ epoch: 'epoch-00', start: 0, count: 5, series: [b] }),
        framesOfRun({ epoch: 'epoch-01', start: 5000 }),
      );

      expect(await store.prune(17_000)).toBe(5 + 10);

      const { frames } = await store.range(all);
      expect(seconds(frames)).toEqual(upTo(15, 34));
      expect(frames[0]?.series).toBeDefined();
      expect(await store.prune(17_000)).toBe(0);
      expect(await store.prune(1e9)).toBe(20);
      expect((await store.range(all)).frames).toEqual([]);
    });

    it('takes frames again after everything was dropped', async () => {
      const frames = framesOfRun();
      const store = await stored(frames);
      await store.prune(1e9);
      await store.append(frames);

      expect((await store.range(all)).frames).toEqual(frames);
    });

    it('refuses everything once it is closed', async () => {
      const store = await open();
      await store.close();
      await store.close();

      await expect(store.append(framesOfRun())).rejects.toMatchObject({ name: 'StoreError' });
      await expect(store.range(all)).rejects.toMatchObject({ name: 'StoreError' });
    });
  });
}
