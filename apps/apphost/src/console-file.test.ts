import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConsoleFile, removeConsoleFile, writeConsoleFile } from './console-file.ts';

const entry = { url: 'http://127.0.0.1:1', token: 'secret' };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'console-file-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the file about a running console', () => {
  it('is there while one runs', () => {
    expect(readConsoleFile(folder)).toBeUndefined();
    writeConsoleFile(folder, entry);
    expect(readConsoleFile(folder)).toEqual(entry);
    removeConsoleFile(folder);
    expect(readConsoleFile(folder)).toBeUndefined();
  });

  it.skipIf(process.platform === 'win32')(
    'can be read by its owner only, whatever was there before',
    () => {
      writeFileSync(join(folder, 'console.json'), '', { mode: 0o666 });

      writeConsoleFile(folder, entry);

      const [name = ''] = readdirSync(folder);
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    },
  );

  it.for(['', '{}', '{"url":"x","token":"t"}', '{"url":"http://x","token":""}'])(
    'counts for nothing when it holds %j',
    (text) => {
      writeFileSync(join(folder, 'console.json'), text);

      expect(readConsoleFile(folder)).toBeUndefined();
    },
  );
});
