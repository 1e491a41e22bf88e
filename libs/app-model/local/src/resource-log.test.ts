import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createResourceLog } from './resource-log.ts';

const folders: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'resource-log-'));
  folders.push(folder);
  return folder;
};

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe(createResourceLog, () => {
  it('writes lines with their time, and goes on where an earlier one ended', () => {
    const options = { folder: join(newFolder(), 'logs'), name: 'api', now: () => 0 };
    const first = createResourceLog(options);
    first.append(['one']);
    first.close();
    const second = createResourceLog(options);
    second.append(['two']);
    second.close();

    const stamp = '1970-01-01T00:00:00.000Z';
    expect(readFileSync(second.file, 'utf8')).toBe(`${stamp} one\n${stamp} two\n`);
  });

  it('keeps the newest lines in memory', () => {
    const log = createResourceLog({ folder: newFolder(), name: 'api', recentLines: 2 });
    log.append(['a', 'b']);
    log.append(['c']);

    expect(log.recent().map(({ number, text }) => [number, text])).toEqual([
      [2, 'b'],
      [3, 'c'],
    ]);
    log.close();
  });

  it('begins a new file before one outgrows its limit, and keeps one old file', () => {
    const log = createResourceLog({
      folder: newFolder(),
      name: 'api',
      maxFileBytes: 80,
      now: () => 0,
    });
    for (const word of ['one', 'two', 'three', 'four', 'five']) log.append([word]);
    log.close();

    expect(readFileSync(log.file, 'utf8')).toContain('five');
    expect(readFileSync(log.file, 'utf8').length).toBeLessThanOrEqual(80);
    expect(readFileSync(`${log.file}.1`, 'utf8')).toContain('four');
  });

  it('takes lines after it was closed without harm', () => {
    const log = createResourceLog({ folder: newFolder(), name: 'api' });
    log.close();

    log.append(['late']);

    expect(log.recent().map(({ text }) => text)).toEqual(['late']);
  });
});
