import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { frame } from './fixtures/frame.ts';
import { openSpool } from './spool.ts';

function setUp() {
  const parent = mkdtempSync(join(tmpdir(), 'heliograph-spool-'));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  const folder = join(parent, 'collector');
  const log = { info: vi.fn(), warn: vi.fn() };
  const open = () => {
    const spool = openSpool(folder, log);
    onTestFinished(() => spool.close());
    return spool;
  };
  const file = join(folder, 'spool.jsonl');
  return { folder, file, log, open };
}

describe(openSpool, () => {
  it('leaves to the next run what has not arrived, also when this one just stops', () => {
    const { open } = setUp();
    const first = open();
    expect(first.left).toEqual([]);
    first.add(frame(0));
    first.add(frame(1));

    expect(open().left).toEqual([frame(0), frame(1)]);
  });

  it('leaves nothing once everything has arrived, and what comes after that', () => {
    const { open, file } = setUp();
    const spool = open();
    spool.add(frame(0));
    spool.clear();

    expect(readFileSync(file, 'utf8')).toBe('');
    spool.add(frame(1));
    expect(open().left).toEqual([frame(1)]);
  });

  it('keeps only what it is told to', () => {
    const { open } = setUp();
    const spool = open();
    for (const sequence of [0, 1, 2]) spool.add(frame(sequence));
    spool.replace([frame(1), frame(2)]);
    spool.add(frame(3));

    expect(open().left).toEqual([frame(1), frame(2), frame(3)]);
  });

  it.for(['{"source":"web-1","ep', '{"other":true}', 'null', '\0\0\0'])(
    'reads what stands before and after %j',
    (rubbish) => {
      const { open, file } = setUp();
      open().add(frame(0));
      appendFileSync(file, rubbish);
      open().add(frame(1));

      expect(open().left).toEqual([frame(0), frame(1)]);
    },
  );

  it('says once that the disk refuses, and fails nobody', () => {
    const { open, file, log } = setUp();
    mkdirSync(file, { recursive: true });
    const spool = open();

    expect(spool.left).toEqual([]);
    for (const sequence of [0, 1]) spool.add(frame(sequence));
    spool.replace([]);
    spool.clear();

    expect(log.warn).toHaveBeenCalledTimes(1);
  });
});
