import { randomUUID } from 'node:crypto';
import { TableClient } from '@azure/data-tables';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { describeStateStore } from '../state-store-contract.ts';
import type { StateStore } from '../state-store.ts';
import { startAzurite, type Azurite } from './azurite.ts';
import { openTablesStateStore } from './tables-state-store.ts';

let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite();
}, 60_000);
afterAll(() => azurite.stop());

const newName = () => `t${randomUUID().replaceAll('-', '')}`;

function open(now: () => number, name = newName()): StateStore {
  const { connectionString } = azurite;
  return openTablesStateStore({ address: { kind: 'tables', connectionString }, name }, now);
}

describeStateStore('Table Storage', async (now) => open(now));

describe(openTablesStateStore, () => {
  it('shares a table with other processes', async () => {
    const name = newName();
    const [one, other] = [open(() => 0, name), open(() => 0, name)];
    onTestFinished(() => one.close());
    onTestFinished(() => other.close());
    await one.put('people', 'ada', 1);
    await other.put('people', 'oscar', 2);

    expect(await one.list('people')).toEqual(await other.list('people'));
    expect(await one.delete('people', 'oscar')).toBe(true);
    expect(await other.get('people', 'oscar')).toBeUndefined();
  });

  it('removes expired records from the table as others are put', async () => {
    const name = newName();
    let now = 0;
    const store = open(() => now, name);
    onTestFinished(() => store.close());
    for (const key of ['a', 'b', 'c']) await store.put('people', key, 1, { expiresAt: 10 });
    now = 1e9;
    await store.put('people', 'd', 1, { expiresAt: 2e9 });

    const table = TableClient.fromConnectionString(azurite.connectionString, name, {
      allowInsecureConnection: true,
    });
    await vi.waitFor(async () => {
      const keys: unknown[] = [];
      for await (const row of table.listEntities<{ key: string }>()) keys.push(row.key);
      expect(keys).toEqual(['d']);
    }, 10_000);
  });

  it('keeps apart what plain and unusual names stand for', async () => {
    const store = open(() => 0);
    onTestFinished(() => store.close());
    const keys = ['a b', 'a/b', 'a\u0000b', "a'b", '.', 'A', 'a', 'k-a', 'x'.repeat(255)];
    for (const key of keys) await store.put(`people of ${key}`.slice(0, 255), key, key);

    for (const key of keys) {
      expect(await store.list(`people of ${key}`.slice(0, 255))).toEqual([{ key, value: key }]);
    }
  });
});
