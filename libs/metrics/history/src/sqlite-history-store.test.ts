import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { describeHistoryStore, framesOfRun } from './history-store-contract.ts';
import { openSqliteHistoryStore } from './sqlite-history-store.ts';
import { temporaryFolder } from './temporary-folder.ts';

describeHistoryStore('SQLite', async () =>
  openSqliteHistoryStore(join(temporaryFolder(), 'history.db')),
);

describe(openSqliteHistoryStore, () => {
  const all = { from: 0, to: 1e15, limit: 10_000 };

  it('finds what an earlier process stored', async () => {
    const file = join(temporaryFolder(), 'history.db');
    const first = openSqliteHistoryStore(file);
    await first.append(framesOfRun());
    await first.close();

    const second = openSqliteHistoryStore(file);
    onTestFinished(() => second.close());
    expect((await second.range(all)).frames).toEqual(framesOfRun());
  });

  it('lets others read while one appends', async () => {
    const file = join(temporaryFolder(), 'history.db');
    const writer = openSqliteHistoryStore(file);
    const reader = openSqliteHistoryStore(file);
    onTestFinished(async () => {
      await writer.close();
      await reader.close();
    });

    for (const frame of framesOfRun()) {
      await writer.append([frame]);
      expect((await reader.range(all)).frames.at(-1)).toEqual(frame);
    }
  });

  it('waits a moment for another writer', async () => {
    const file = join(temporaryFolder(), 'history.db');
    const store = openSqliteHistoryStore(file);
    // Waiting blocks this thread, so the other writer needs one of its own.
    const writer = new Worker(
      `const { DatabaseSync } = require('node:sqlite');
       const { workerData, parentPort } = require('node:worker_threads');
       const database = new DatabaseSync(workerData);
       database.exec('BEGIN IMMEDIATE');
       parentPort.postMessage('writing');
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
       database.exec('COMMIT');
       database.close();`,
      { eval: true, workerData: file },
    );
    onTestFinished(async () => {
      await writer.terminate();
      await store.close();
    });
    await once(writer, 'message');

    await store.append(framesOfRun());
    expect((await store.range(all)).frames.length).toBe(30);
  });

  it('says so when another writer takes too long', async () => {
    const file = join(temporaryFolder(), 'history.db');
    const store = openSqliteHistoryStore(file);
    const other = new DatabaseSync(file);
    onTestFinished(async () => {
      other.close();
      await store.close();
    });
    other.exec('BEGIN IMMEDIATE');

    await expect(store.append(framesOfRun())).rejects.toMatchObject({ code: 'store-busy' });
    other.exec('COMMIT');
    await store.append(framesOfRun());
    expect((await store.range(all)).frames.length).toBe(30);
  });

  it('leaves out damaged rows and counts them', async () => {
    const file = join(temporaryFolder(), 'history.db');
    const store = openSqliteHistoryStore(file);
    onTestFinished(() => store.close());
    await store.append(framesOfRun());
    const editor = new DatabaseSync(file);
    editor.exec("UPDATE frames SET body = 'not base64!' WHERE sequence = 3");
    editor.exec('UPDATE frames SET ticks = 0 WHERE sequence = 4');
    editor.close();

    const { frames, skipped } = await store.range(all);

    expect(skipped).toBe(2);
    expect(frames.map(({ sequence }) => sequence)).not.toContain(3);
    expect(frames.length).toBe(28);
  });

  it('leaves out key frames whose table is damaged, and what builds on them', async () => {
    const file = join(temporaryFolder(), 'history.db');
    const store = openSqliteHistoryStore(file);
    onTestFinished(() => store.close());
    await store.append(framesOfRun());
    const editor = new DatabaseSync(file);
    editor.exec(`UPDATE series_tables SET json = '[{"name":""}]'`);
    editor.close();

    expect(await store.range(all)).toEqual({ frames: [], more: false, skipped: 3 });
  });

  it('goes on behind a whole page of damaged rows', async () => {
    const file = join(temporaryFolder(), 'history.db');
    const store = openSqliteHistoryStore(file);
    onTestFinished(() => store.close());
    await store.append(framesOfRun());
    const editor = new DatabaseSync(file);
    editor.exec('UPDATE frames SET ticks = 0 WHERE sequence < 20');
    editor.close();

    const { frames, more } = await store.range({ ...all, limit: 5 });

    expect(frames[0]?.sequence).toBe(20);
    expect(more).toBe(true);
  });

  it('writes each series table once, and drops it with the last frame that has it', async () => {
    const file = join(temporaryFolder(), 'history.db');
    const store = openSqliteHistoryStore(file);
    await store.append(framesOfRun({ count: 100 }));
    const reader = new DatabaseSync(file);
    onTestFinished(async () => {
      reader.close();
      await store.close();
    });
    const tables = () => reader.prepare('SELECT count(*) AS count FROM series_tables').get();

    expect(tables()).toEqual({ count: 1 });
    await store.prune(1e9);
    expect(tables()).toEqual({ count: 0 });
  });

  it('reads keys and times through indexes, so that a long history stays fast', async () => {
    const file = join(temporaryFolder(), 'history.db');
    await openSqliteHistoryStore(file).close();
    const reader = new DatabaseSync(file);
    onTestFinished(() => reader.close());
    const plan = reader
      .prepare(
        'EXPLAIN QUERY PLAN SELECT max(at) FROM frames WHERE run = 1 AND series IS NOT NULL AND at <= 5',
      )
      .all()
      .map((row) => String(row['detail']))
      .join('\n');

    expect(plan).toContain('key_frames');
  });

  it('holds all that was appended when its process is killed', async () => {
    const file = join(temporaryFolder(), 'history.db');
    const program = `
      const { openHistoryStore } = await import(${JSON.stringify(new URL('./open-store.ts', import.meta.url).href)});
      const store = openHistoryStore('sqlite:' + process.argv[1]);
      const series = [{ name: 'a', chart: 'A', label: 'a', unit: 'count', decimals: 0 }];
      for (let sequence = 0; ; sequence += 1) {
        await store.append([{ source: 'web-1', epoch: 'epoch-01', sequence, at: sequence * 1000,
          interval: 1000, ticks: 1, series, values: 'AA==' }]);
        process.stdout.write(sequence + '\\n');
        await new Promise((done) => setImmediate(done));
      }`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, file], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let output = '';
    let complaints = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.split('\n').length > 50) child.kill('SIGKILL');
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
    await once(child, 'close');

    const reported = output.split('\n').slice(0, -1).map(Number);
    const store = openSqliteHistoryStore(file);
    onTestFinished(() => store.close());
    const sequences = (await store.range(all)).frames.map(({ sequence }) => sequence);

    expect(complaints).toBe('');
    expect(reported.length).toBeGreaterThanOrEqual(50);
    expect(sequences.slice(0, reported.length)).toEqual(reported);
  });
});
