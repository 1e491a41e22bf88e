import { describe, expect, it } from 'vitest';
import { BackendError } from '../backend-error.ts';
import { ada, hubEvent, invoke, invokeInVain, viola } from '../fixtures/invoke.ts';
import { openTestBackend } from '../fixtures/open-test-backend.ts';
import { createPublishMetric } from './publish-metric.ts';

const cups = { name: 'coffee.cups', value: 3 };

async function setUp(refusal?: Error) {
  const { backend } = await openTestBackend();
  const pushed: unknown[] = [];
  const push = async (metric: unknown) => {
    if (refusal) throw refusal;
    pushed.push(metric);
  };
  return { publish: createPublishMetric({ ...backend, collector: { push } }), pushed };
}

describe(createPublishMetric, () => {
  it('hands the metric to the collector, with what was left out', async () => {
    const { publish, pushed } = await setUp();

    const { result, actions } = await invoke(publish, hubEvent('c1', ada, [cups]));

    expect(result).toEqual({ name: cups.name });
    expect(pushed).toEqual([{ ...cups, unit: 'count', decimals: 2 }]);
    expect(actions).toEqual([]);
  });

  it.for<[string, unknown[], typeof ada]>([
    ['permission-denied', [cups], viola],
    ['arguments-invalid', [{ ...cups, value: '3' }], ada],
    ['arguments-invalid', [{ ...cups, name: 'a b' }], ada],
    ['arguments-invalid', [[cups]], ada],
    ['payload-too-large', [{ ...cups, chart: 'x'.repeat(3000) }], ada],
  ])('refuses with %s: %j', async ([code, args, caller]) => {
    const { publish, pushed } = await setUp();

    const { logs } = await invokeInVain(publish, hubEvent('c1', caller, args));

    expect(logs).toEqual([expect.stringContaining(`"${caller.userId}": ${code}`)]);
    expect(pushed).toEqual([]);
  });

  it('tells the caller why the collector refused', async () => {
    const { publish } = await setUp(new BackendError('metric-refused', 'That name is taken'));

    const { result } = await invokeInVain(publish, hubEvent('c1', ada, [cups]));

    expect(result).toMatchObject({ message: 'That name is taken' });
  });
});
