import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { loadSqlite } from './node-sqlite.ts';

describe(loadSqlite, () => {
  const module = JSON.stringify(new URL('./node-sqlite.ts', import.meta.url).href);
  const run = (program: string) =>
    spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });

  it('loads without a word on standard error', () => {
    const { stderr, status } = run(`(await import(${module})).loadSqlite()`);

    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  });

  it('leaves all other warnings as they are', () => {
    const { stderr } = run(`
      (await import(${module})).loadSqlite();
      process.emitWarning('SQLite is slow today');
      process.emitWarning('something else', 'ExperimentalWarning');`);

    expect(stderr).toContain('SQLite is slow today');
    expect(stderr).toContain('something else');
  });
});
