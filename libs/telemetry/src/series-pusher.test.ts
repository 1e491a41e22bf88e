import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createCallStatistics } from './call-statistics.ts';
import { startSeriesPusher, type SeriesPusherOptions, type SeriesValue } from './series-pusher.ts';

function pushing(options: Partial<SeriesPusherOptions> = {}) {
  const pushed: (readonly SeriesValue[])[] = [];
  let time = 0;
  const pusher = startSeriesPusher({
    push: async (values) => void pushed.push(values),
    statistics: createCallStatistics(),
    instance: 'one',
    every: 5,
    // Each look at the clock is half a second later.
    now: () => (time += 500),
    ...options,
  });
  onTestFinished(() => pusher.stop());
  return { pushed, pusher };
}

describe(startSeriesPusher, () => {
  it('offers requests per second, response times and people', async () => {
    const statistics = createCallStatistics();
    for (let each = 1; each <= 100; each += 1) statistics.add(each);
    const { pushed } = pushing({ statistics, peopleOnline: async () => 3 });

    await vi.waitFor(() => expect(pushed.length).toBeGreaterThan(1));

    expect(pushed[0]).toMatchObject([
      { name: 'app.requests', value: 200, unit: 'count/s', instance: 'one', combine: 'sum' },
      { name: 'app.response.median', value: 0.05, unit: 'seconds', combine: 'largest' },
      { name: 'app.response.p95', value: 0.095, instance: 'one', combine: 'largest' },
      { name: 'app.people', value: 3, unit: 'count', decimals: 0 },
    ]);
    expect(pushed[1]).toMatchObject([{ name: 'app.requests', value: 0 }, { name: 'app.people' }]);
  });

  it('goes on after a failure, and tells of the first in a row', async () => {
    const outcomes = ['fails', 'fails', 'works', 'fails', 'works'];
    const failures: unknown[] = [];
    let works = 0;
    pushing({
      push: async () => {
        if (outcomes.shift() === 'fails') throw new Error('refused');
        works += 1;
      },
      onFailure: (reason) => void failures.push(reason),
    });

    await vi.waitFor(() => expect(works).toBeGreaterThan(2));

    expect(failures).toEqual([new Error('refused'), new Error('refused')]);
  });

  it('leaves the sums of all instances when it stops, whatever becomes of that', async () => {
    const { pushed, pusher } = pushing({ every: 60_000 });
    await pusher.stop();
    expect(pushed).toMatchObject([[{ name: 'app.requests', value: 0, instance: 'one' }]]);

    await pushing({ push: () => Promise.reject(new Error('refused')) }).pusher.stop();
  });

  it('waits for one push before it begins another', async () => {
    let asked = 0;
    let finish = () => {};
    const { pushed } = pushing({
      peopleOnline: () => {
        asked += 1;
        return new Promise((resolve) => (finish = () => resolve(asked)));
      },
    });
    await vi.waitFor(() => expect(asked).toBe(1));
    await new Promise((resolve) => setTimeout(resolve, 30));

    expect([asked, pushed]).toEqual([1, []]);
    finish();
    await vi.waitFor(() => expect(asked).toBe(2));
    expect(pushed).toHaveLength(1);
  });
});
