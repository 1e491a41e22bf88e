import { describe, expect, it } from 'vitest';
import { stopInOrder } from './stop-in-order.ts';

const plan = [
  { name: 'db', after: ['api', 'web'] },
  { name: 'api', after: ['web'] },
  { name: 'web', after: [] },
];

describe(stopInOrder, () => {
  it('ends each process once, after those that must be gone before it', async () => {
    const ended: string[] = [];

    await stopInOrder(plan, async (name) => void ended.push(name), 60_000);

    expect(ended).toEqual(['web', 'api', 'db']);
  });

  it('does not wait for ever for one that takes its time', async () => {
    const asked: string[] = [];
    const web = Promise.withResolvers<void>();
    const end = async (name: string): Promise<void> => {
      asked.push(name);
      if (name === 'web') await web.promise;
      if (asked.length === plan.length) web.resolve();
    };

    await stopInOrder(plan, end, 1);

    expect(asked.toSorted()).toEqual(['api', 'db', 'web']);
  });
});
