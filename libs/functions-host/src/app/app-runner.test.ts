import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAppRunner } from './app-runner.ts';
import type { Generation } from './generation.ts';
import { restartDelay } from './restart-delay.ts';

/** Generations in the order of their start, each with a switch to end it. */
function createApp() {
  const generations: (Generation & { end(): void; stop: ReturnType<typeof vi.fn> })[] = [];
  let failing: string | undefined;
  const start = vi.fn(async (): Promise<Generation> => {
    if (failing !== undefined) throw new Error(failing);
    const { promise: ended, resolve } = Promise.withResolvers<string>();
    const stop = vi.fn(async () => resolve('stopped'));
    const worker = { functions: [], ended, invoke: vi.fn(), stop };
    const generation = { worker, end: () => resolve('exit code 1'), stop } as unknown;
    generations.push(generation as (typeof generations)[number]);
    return generation as Generation;
  });
  return { generations, start, fail: (why?: string) => (failing = why) };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

describe(createAppRunner, () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  const run = async (app: ReturnType<typeof createApp>) => {
    const messages: string[] = [];
    const accompanied: Generation[] = [];
    const runner = createAppRunner({
      accompany(generation) {
        accompanied.push(generation);
        return () => accompanied.splice(accompanied.indexOf(generation), 1);
      },
      start: app.start,
      log: ({ message }) => messages.push(message),
      now: () => Date.now(),
    });
    await runner.start();
    return { runner, messages, accompanied };
  };

  it('restarts an app that ends, later and later while it keeps ending', async () => {
    const app = createApp();
    const { runner } = await run(app);

    for (const delay of [100, 200, 400]) {
      app.generations.at(-1)?.end();
      await settle();
      expect(runner.current()).toBeUndefined();
      await vi.advanceTimersByTimeAsync(delay - 1);
      expect(runner.current()).toBeUndefined();
      await vi.advanceTimersByTimeAsync(1);
      expect(runner.current()).toBe(app.generations.at(-1));
    }
  });

  it('forgets earlier failures after the app has run for a while', async () => {
    const app = createApp();
    const { runner } = await run(app);
    app.generations[0]?.end();
    await vi.advanceTimersByTimeAsync(100);

    await vi.advanceTimersByTimeAsync(10_000);
    app.generations[1]?.end();
    await vi.advanceTimersByTimeAsync(100);

    expect(runner.current()).toBe(app.generations[2]);
  });

  it('swaps the app on a reload and drains the old one', async () => {
    const app = createApp();
    const { runner } = await run(app);

    runner.reload('changed');
    expect(runner.current()).toBe(app.generations[0]);
    await settle();

    expect(runner.current()).toBe(app.generations[1]);
    expect(app.generations[0]?.stop).toHaveBeenCalledWith(10_000);
    expect(app.generations[1]?.stop).not.toHaveBeenCalled();
  });

  it('makes one more load of any number of reloads during a load', async () => {
    const app = createApp();
    const { runner } = await run(app);

    for (let round = 0; round < 5; round += 1) runner.reload('changed');
    await settle();

    expect(app.start).toHaveBeenCalledTimes(3);
  });

  it('lets what accompanies the app end with it', async () => {
    const app = createApp();
    const { runner, accompanied } = await run(app);
    runner.reload('changed');
    await settle();
    expect(accompanied).toEqual([app.generations[1]]);
    app.generations[1]?.end();
    await settle();
    expect(accompanied).toEqual([]);
    await vi.advanceTimersByTimeAsync(100);
    expect(accompanied).toEqual([app.generations[2]]);
    await runner.stop();
    expect(accompanied).toEqual([]);
  });

  it('keeps the running app when a reload fails', async () => {
    const app = createApp();
    const { runner, messages } = await run(app);

    app.fail('syntax error');
    runner.reload('changed');
    await settle();

    expect(runner.current()).toBe(app.generations[0]);
    expect(messages).toEqual(['syntax error; the code from before the change keeps running']);
  });

  it('does not wait out a delay when the source changes meanwhile', async () => {
    const app = createApp();
    const { runner } = await run(app);
    app.fail('broken');
    app.generations[0]?.end();
    await vi.advanceTimersByTimeAsync(5000);

    app.fail(undefined);
    runner.reload('repaired');
    await settle();

    expect(runner.current()).toBe(app.generations[1]);
  });

  it('starts nothing after a stop, and stops what a load under way brings', async () => {
    const app = createApp();
    const { runner } = await run(app);

    runner.reload('changed');
    await runner.stop();
    runner.reload('changed');
    await vi.advanceTimersByTimeAsync(60_000);

    expect(runner.current()).toBeUndefined();
    expect(app.start).toHaveBeenCalledTimes(2);
    for (const { stop } of app.generations) expect(stop).toHaveBeenCalledWith(0);
  });
});

describe(restartDelay, () => {
  it('grows to a bound', () => {
    expect([1, 2, 3, 7, 8, 1000].map(restartDelay)).toEqual([100, 200, 400, 6400, 10_000, 10_000]);
  });
});
