import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openHistoryStore, openStateStore } from './open-store.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe(openHistoryStore, () => {
  it('makes the file and its folder', async () => {
    const file = join(temporaryFolder(), 'a', 'b', 'history.db');
    await openHistoryStore(`sqlite:${file}`).close();

    expect(existsSync(file)).toBe(true);
  });

  it.for([
    ['azure-tables:https://x?sig=secret', "found 'azure-tables:'"],
    ['history.db', 'found no known scheme'],
    ['', 'found no known scheme'],
    ['sqlite:', 'names a file'],
  ] as const)(
    'refuses the address "%s" with a sentence that says what is offered',
    ([address, part]) => {
      let message = '';
      try {
        openHistoryStore(address);
      } catch (reason) {
        expect(reason).toMatchObject({ code: 'address-invalid' });
        message = String(reason);
      }
      expect(message).toContain('sqlite:');
      expect(message).toContain(part);
      expect(message).not.toContain('secret');
    },
  );

  it('refuses a file that is not a database, and leaves it alone', () => {
    const file = join(temporaryFolder(), 'notes.txt');
    writeFileSync(file, 'these are my notes '.repeat(100));

    expect(() => openHistoryStore(`sqlite:${file}`)).toThrow(
      expect.objectContaining({ code: 'store-unreadable' }),
    );
    expect(() => openStateStore(`sqlite:${file}/below/state.db`)).toThrow(
      expect.objectContaining({ code: 'store-unreadable' }),
    );
  });

  it('refuses a file of a newer version', () => {
    const file = join(temporaryFolder(), 'history.db');
    const database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 99');
    database.close();

    expect(() => openHistoryStore(`sqlite:${file}`)).toThrow(
      expect.objectContaining({ code: 'store-newer' }),
    );
  });

  it('loads nothing of Table Storage before it is used', () => {
    const module = JSON.stringify(new URL('./open-store.ts', import.meta.url).href);
    const program = `
      const { openHistoryStore, openStateStore } = await import(${module});
      await openHistoryStore('sqlite::memory:').range({ from: 0, to: 1, limit: 1 });
      openStateStore('tables:https://account.table.core.windows.net');
      const { registerHooks } = await import('node:module');
      const loaded = [];
      registerHooks({ resolve: (name, context, next) => (loaded.push(name), next(name, context)) });
      await openHistoryStore('tables:UseDevelopmentStorage=true').range({ from: 1, to: 0, limit: 1 });
      process.stdout.write(String(loaded.includes('@azure/data-tables')));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
    });

    // The hooks see a module only when it is resolved, so it was not there before they were set.
    expect({ stdout, stderr }).toEqual({ stdout: 'true', stderr: '' });
  });
});
