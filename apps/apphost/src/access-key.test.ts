import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadAccessKey } from './access-key.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'access-key-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe(loadAccessKey, () => {
  it('makes a key of its own for each file, and keeps it', () => {
    const key = loadAccessKey(join(folder, 'a'));

    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    expect(loadAccessKey(join(folder, 'a'))).toBe(key);
    expect(loadAccessKey(join(folder, 'b'))).not.toBe(key);
  });

  it.skipIf(process.platform === 'win32')('lets only its owner read it', () => {
    loadAccessKey(join(folder, 'a'));

    expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o600);
  });
});
