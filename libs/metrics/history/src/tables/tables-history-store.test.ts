import { randomUUID } from 'node:crypto';
import { TableClient } from '@azure/data-tables';
import { maxSeries, type Frame, type Series } from '@heliograph/contracts';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { describeHistoryStore, framesOfRun } from '../history-store-contract.ts';
import type { HistoryStore } from '../history-store.ts';
import { startAzurite, type Azurite } from './azurite.ts';
import { openTablesHistoryStore } from './tables-history-store.ts';

let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite();
}, 60_000);
afterAll(() => azurite.stop());

const newName = () => `t${randomUUID().replaceAll('-', '')}`;

function open(name = newName()): HistoryStore {
  const { connectionString } = azurite;
  const store = openTablesHistoryStore({ address: { kind: 'tables', connectionString }, name });
  onTestFinished(() => store.close());
  return store;
}

function editor(name: string): TableClient {
  return TableClient.fromConnectionString(azurite.connectionString, name, {
    allowInsecureConnection: true,
  });
}

async function rowKeys(name: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { rowKey } of editor(name).listEntities()) keys.push(String(rowKey));
  return keys;
}

describeHistoryStore('Table Storage', async () => open());

describe(openTablesHistoryStore, () => {
  const all = { from: 0, to: Number.MAX_SAFE_INTEGER, limit: 20_000 };
  const hour = 3_600_000;

  it('shares a table with other processes', async () => {
    const name = newName();
    await open(name).append(framesOfRun());

    expect((await open(name).range(all)).frames).toEqual(framesOfRun());
  });

  it('writes once what two write at the same time', async () => {
    const name = newName();
    const frames = framesOfRun({ count: 150 });
    await Promise.all([open(name).append(frames), open(name).append(frames)]);

    expect((await open(name).range(all)).frames).toEqual(frames);
  });

  it('completes what was written in part', async () => {
    const store = open();
    const frames = framesOfRun({ count: 250 });
    await store.append(frames.slice(40, 60));
    await store.append(frames.slice(120, 121));
    await store.append([...frames, ...frames]);

    expect((await store.range(all)).frames).toEqual(frames);
  });

  it('goes from hour to hour, and finds the key frame in the hour before', async () => {
    const store = open();
    const start = 2 * hour - 15_000;
    const frames = framesOfRun({ start, count: 40 });
    await store.append(frames);

    const { frames: found } = await store.range({ ...all, from: 2 * hour });

    expect(found).toEqual(frames.slice(10));
    expect((await store.range({ ...all, limit: 7 })).frames).toEqual(frames.slice(0, 7));
  });

  it('finds the key frame from before a long sleep of the machine', async () => {
    const store = open();
    const [first, ...rest] = framesOfRun({ count: 5 });
    const later = rest.map((frame) => ({ ...frame, at: frame.at + 50 * hour }));
    await store.append([first, ...later].filter((frame) => frame !== undefined));

    const { frames } = await store.range({ ...all, from: 10 * hour });

    expect(frames).toEqual([first, ...later]);
  });

  it('gives a frame whose ticks reach over the time asked for, into another hour too', async () => {
    const store = open();
    const [frame] = framesOfRun({ count: 1, start: hour - 10_000 });
    const long: Frame[] = frame ? [{ ...frame, ticks: 60 }] : [];
    await store.append(long);

    expect((await store.range({ ...all, from: hour + 40_000 })).frames).toEqual(long);
    expect((await store.range({ ...all, from: hour + 50_000 })).frames).toEqual([]);
  });

  it('keeps the largest frames that the contract allows', async () => {
    const store = open();
    const series = Array.from({ length: maxSeries }, (_, index): Series => {
      const long = `${index}-${'x'.repeat(70)}`;
      return { name: long, chart: long, label: long, unit: 'bytes/s', decimals: 6 };
    });
    const [frame] = framesOfRun({ count: 1 });
    const values = Buffer.alloc(3 * 256 * 1024, 7).toString('base64');
    const frames = Array.from({ length: 6 }, (_, sequence): Frame[] =>
      frame ? [{ ...frame, sequence, at: sequence * 1000, series, values }] : [],
    ).flat();
    await store.append(frames);

    expect((await store.range(all)).frames).toEqual(frames);
  });

  it.for(['a/b\\c#d?e', "it's", 'Zoë 😀', 'x'.repeat(255), '%20'])(
    'takes the source %j for what it is',
    async (source) => {
      const store = open();
      const frames = framesOfRun({ source });
      await store.append(framesOfRun({ source: 'other', epoch: 'epoch-02' }));
      await store.append(frames);

      expect((await store.range({ ...all, source })).frames).toEqual(frames);
    },
  );

  it('keeps values letter by letter, however their base64 is spelled', async () => {
    const store = open();
    const frames = framesOfRun({ count: 2 }).map((frame) => ({ ...frame, values: 'AAB' }));
    await store.append(frames);

    expect((await store.range(all)).frames).toEqual(frames);
  });

  it('leaves out damaged rows and counts them', async () => {
    const name = newName();
    const store = open(name);
    await store.append(framesOfRun());
    const table = editor(name);
    const keys = (await rowKeys(name)).filter((key) => key.startsWith('f-'));
    for (const rowKey of keys.slice(0, 20)) {
      const partitionKey = 'k-web-1-0000000000000000';
      await table.updateEntity({ partitionKey, rowKey, ticks: 0 }, 'Merge');
    }

    const page = await store.range({ ...all, limit: 5 });

    expect(page.frames[0]?.sequence).toBe(20);
    expect(page.more).toBe(true);
    expect((await store.range(all)).skipped).toBe(20);
  });

  it('leaves nothing behind of what was dropped', async () => {
    const name = newName();
    const store = open(name);
    await store.append(framesOfRun({ start: hour - 20_000, count: 40 }));
    await store.append(framesOfRun({ source: 'web-2', epoch: 'epoch-02', count: 150 }));

    expect(await store.prune(hour)).toBe(20 + 150);
    expect((await store.range(all)).frames.length).toBe(20);
    expect((await rowKeys(name)).filter((key) => key.includes('epoch-02'))).toEqual([]);
    expect(await store.prune(1e12)).toBe(20);
    expect(await rowKeys(name)).toEqual([]);
  });

  it('says so when nobody answers, and never what key it has', async () => {
    const connectionString =
      'DefaultEndpointsProtocol=http;AccountName=a;AccountKey=c2VjcmV0;TableEndpoint=http://127.0.0.1:1/a';
    const address = { kind: 'tables', connectionString } as const;
    const store = openTablesHistoryStore({ address, name: newName() });
    onTestFinished(() => store.close());

    const failure: unknown = await store.range(all).catch((reason: unknown) => reason);

    expect(failure).toMatchObject({ name: 'StoreError', code: 'store-busy' });
    expect(JSON.stringify(failure) + String(failure)).not.toContain('c2VjcmV0');
  });

  it('says so when the key is wrong', async () => {
    const connectionString = azurite.connectionString.replace('Eby8', 'AAAA');
    const address = { kind: 'tables', connectionString } as const;
    const store = openTablesHistoryStore({ address, name: newName() });
    onTestFinished(() => store.close());

    await expect(store.append(framesOfRun())).rejects.toMatchObject({ code: 'store-unreadable' });
  });
});
