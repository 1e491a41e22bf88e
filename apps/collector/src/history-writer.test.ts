import type { Frame } from '@heliograph/contracts';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { frame } from './fixtures/frame.ts';
import { noSpool, type Spool } from './spool.ts';
import { createHistoryWriter, type HistoryWriterOptions } from './history-writer.ts';

function writerTo(
  append: (frames: readonly Frame[]) => Promise<void>,
  options: Partial<HistoryWriterOptions> = {},
) {
  const log = { info: vi.fn(), warn: vi.fn() };
  const writer = createHistoryWriter({ store: { append }, log, retryAfter: () => 1, ...options });
  onTestFinished(() => writer.stop());
  return { writer, log };
}

/** A store that can be made to fail. */
function unreliable() {
  const stored: number[] = [];
  let works = true;
  let refused = 0;
  return {
    stored,
    get refused() {
      return refused;
    },
    append: async (frames: readonly Frame[]) => {
      if (!works) {
        refused += 1;
        throw new Error('disk full');
      }
      stored.push(...frames.map(({ sequence }) => sequence));
    },
    break: () => (works = false),
    repair: () => (works = true),
  };
}

describe(createHistoryWriter, () => {
  it('has written a frame when add resolves', async () => {
    const store = unreliable();
    const { writer } = writerTo(store.append);
    await writer.add(frame(0));

    expect(store.stored).toEqual([0]);
    expect(writer.last).toEqual({ at: 0, sequence: 0 });
  });

  it('keeps frames while the store fails and writes them afterwards, in order and once', async () => {
    const store = unreliable();
    const { writer } = writerTo(store.append);
    await writer.add(frame(0));
    store.break();
    for (const sequence of [1, 2, 3]) await writer.add(frame(sequence));
    expect(writer.waiting).toBe(3);
    expect(writer.last?.sequence).toBe(0);
    store.repair();

    await vi.waitFor(() => expect(store.stored).toEqual([0, 1, 2, 3]));
    expect(writer.waiting).toBe(0);
    expect(writer.dropped).toBe(0);
  });

  it('says once that it cannot write, and once that it can again', async () => {
    const store = unreliable();
    const { writer, log } = writerTo(store.append);
    store.break();
    for (const sequence of [0, 1, 2]) await writer.add(frame(sequence));
    await vi.waitFor(() => expect(store.refused).toBeGreaterThan(3));
    store.repair();

    await vi.waitFor(() => expect(log.info).toHaveBeenCalledTimes(1));
    expect(log.warn).toHaveBeenCalledTimes(1);
  });

  it('lets the oldest frames give way when too many wait, and counts them', async () => {
    const store = unreliable();
    const { writer, log } = writerTo(store.append, { maxWaiting: 2 });
    store.break();
    for (const sequence of [0, 1, 2, 3]) await writer.add(frame(sequence));
    expect(writer.waiting).toBe(2);
    store.repair();

    await vi.waitFor(() => expect(store.stored).toEqual([2, 3]));
    expect(writer.dropped).toBe(2);
    expect(log.info).toHaveBeenCalledWith(
      expect.objectContaining({ dropped: 2 }),
      expect.any(String),
    );
  });

  it('writes frames once that come while others are being written', async () => {
    const stored: number[] = [];
    let release = () => {};
    const { writer } = writerTo(async (frames) => {
      await new Promise<void>((resolve) => (release = resolve));
      stored.push(...frames.map(({ sequence }) => sequence));
    });
    const added = [0, 1, 2].map((sequence) => writer.add(frame(sequence)));
    release();
    await vi.waitFor(() => expect(stored).toEqual([0]));
    release();
    await Promise.all(added);

    expect(stored).toEqual([0, 1, 2]);
  });

  it('first writes what an earlier run left, and keeps nothing once all has arrived', async () => {
    const store = unreliable();
    const kept: number[] = [8, 9];
    const spool: Spool = {
      left: [frame(8), frame(9)],
      add: ({ sequence }) => void kept.push(sequence),
      replace: () => expect.unreachable(),
      clear: () => void kept.splice(0),
      close: () => undefined,
    };
    store.break();
    const { writer } = writerTo(store.append, { spool });
    await writer.add(frame(0));
    expect(kept).toEqual([8, 9, 0]);
    store.repair();

    await vi.waitFor(() => expect(store.stored).toEqual([8, 9, 0]));
    expect(kept).toEqual([]);
  });

  it('keeps no more on disk than twice what waits', async () => {
    const store = unreliable();
    const kept: number[] = [];
    const sequences = (frames: readonly Frame[]) => frames.map(({ sequence }) => sequence);
    const spool: Spool = {
      ...noSpool,
      add: ({ sequence }) => void kept.push(sequence),
      replace: (frames) => void kept.splice(0, Infinity, ...sequences(frames)),
    };
    store.break();
    const { writer } = writerTo(store.append, { spool, maxWaiting: 3 });
    for (let at = 0; at < 100; at += 1) {
      await writer.add(frame(at));
      expect(kept.length).toBeLessThanOrEqual(6);
      expect(kept.slice(-3)).toEqual([at - 2, at - 1, at].filter((each) => each >= 0));
    }
  });

  it('tries what waits once more when it is stopped, then takes nothing more', async () => {
    const store = unreliable();
    const { writer } = writerTo(store.append, { retryAfter: () => 1e6 });
    store.break();
    await writer.add(frame(0));
    store.repair();
    await writer.stop();
    await writer.add(frame(1));

    expect(store.stored).toEqual([0]);
  });
});
