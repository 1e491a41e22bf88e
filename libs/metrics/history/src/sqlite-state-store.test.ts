import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSqliteHistoryStore } from './sqlite-history-store.ts';
import { framesOfRun } from './history-store-contract.ts';
import { openSqliteStateStore } from './sqlite-state-store.ts';
import { describeStateStore } from './state-store-contract.ts';
import { temporaryFolder } from './temporary-folder.ts';

describeStateStore('SQLite', async (now) =>
  openSqliteStateStore(join(temporaryFolder(), 'state.db'), now),
);

describe(openSqliteStateStore, () => {
  it('shares a file with the history and with other processes', async () => {
    const file = join(temporaryFolder(), 'shared.db');
    const history = openSqliteHistoryStore(file);
    const one = openSqliteStateStore(file, () => 0);
    const other = openSqliteStateStore(file, () => 0);
    onTestFinished(async () => {
      await history.close();
      await one.close();
      await other.close();
    });

    await history.append(framesOfRun());
    await one.put('people', 'ada', 1);
    await other.put('people', 'oscar', 2);

    expect(await one.list('people')).toEqual(await other.list('people'));
    expect((await history.range({ from: 0, to: 1e6, limit: 100 })).frames.length).toBe(30);
  });

  it('removes expired records from the file as others are put', async () => {
    const file = join(temporaryFolder(), 'state.db');
    let now = 0;
    const store = openSqliteStateStore(file, () => now);
    for (const key of ['a', 'b', 'c']) await store.put('people', key, 1, { expiresAt: 10 });
    now = 10;
    await store.put('people', 'd', 1);
    await store.close();

    const reader = new DatabaseSync(file);
    onTestFinished(() => reader.close());
    expect(reader.prepare('SELECT key FROM records').all()).toEqual([{ key: 'd' }]);
  });
});
