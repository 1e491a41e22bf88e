import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDataFolder } from './data-folder.ts';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'data-folder-'));
});
afterEach(() => {
  rmSync(parent, { recursive: true });
});

describe(openDataFolder, { timeout: 60_000 }, () => {
  it('creates the folder, and can be opened again once closed', () => {
    const path = join(parent, 'a/b');

    openDataFolder(path, 1).close();
    openDataFolder(path, 2).close();

    expect(existsSync(path)).toBe(true);
  });

  it('refuses a folder that somebody uses, and says who', () => {
    const first = openDataFolder(parent, 4711);

    expect(() => openDataFolder(parent, 2)).toThrow(
      expect.objectContaining({
        code: 'data-folder-in-use',
        message: expect.stringContaining('process 4711'),
      }),
    );
    first.close();
    openDataFolder(parent, 2).close();
  });

  it('is free again after its holder was killed', () => {
    const script = `
      const { openDataFolder } = await import(${JSON.stringify(new URL('./data-folder.ts', import.meta.url).href)});
      openDataFolder(${JSON.stringify(parent)}, process.pid);
      process.kill(process.pid, 'SIGKILL');
    `;
    expect(() => execFileSync(process.execPath, ['--input-type=module', '-e', script])).toThrow(
      expect.objectContaining({ signal: 'SIGKILL' }),
    );

    openDataFolder(parent, 2).close();
  });

  it('keeps away from a folder with files of somebody else', () => {
    writeFileSync(join(parent, 'thesis.txt'), 'years of work');

    expect(() => openDataFolder(parent, 1)).toThrow(
      expect.objectContaining({ code: 'data-folder-foreign' }),
    );
    expect(readdirSync(parent)).toEqual(['thesis.txt']);
  });

  it('says so when the folder cannot be', () => {
    writeFileSync(join(parent, 'file'), '');

    expect(() => openDataFolder(join(parent, 'file/x'), 1)).toThrow(
      expect.objectContaining({ code: 'data-folder-unusable' }),
    );
  });

  it('removes what was kept, and stays locked meanwhile', () => {
    const folder = openDataFolder(parent, 1);
    mkdirSync(join(parent, 'logs'));
    writeFileSync(join(parent, 'logs/a.log'), '');
    writeFileSync(join(parent, 'history.db'), '');

    folder.empty();

    expect(readdirSync(parent).filter((name) => !name.startsWith('heliograph.'))).toEqual([]);
    expect(() => openDataFolder(parent, 2)).toThrow(
      expect.objectContaining({ code: 'data-folder-in-use' }),
    );
    folder.close();
    openDataFolder(parent, 3).close();
  });
});
