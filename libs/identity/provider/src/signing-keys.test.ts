import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSigningKeys } from './signing-keys.ts';

async function createFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'heliograph-keys-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

describe(openSigningKeys, () => {
  it('makes a file that only its owner can read, and reads it the next time', async () => {
    const folder = await createFolder();
    const file = join(folder, 'deep', 'keys.json');

    const made = await openSigningKeys(file);

    expect(await openSigningKeys(file)).toEqual(made);
    expect(await readdir(join(folder, 'deep'))).toEqual(['keys.json']);
    expect((await stat(file)).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600);
  });

  it.for(['', '{', '{"keys":[]}', '{"keys":[{"kty":"RSA","d":"secret"}]}'])(
    'refuses a file with %j without quoting it',
    async (text) => {
      const file = join(await createFolder(), 'keys.json');
      await writeFile(file, text);

      const refusal = await openSigningKeys(file).catch((reason: unknown) => reason);

      expect(refusal).toMatchObject({ code: 'key-file-invalid' });
      expect(refusal).not.toHaveProperty('cause');
      expect(String(refusal)).toContain(file);
      expect(String(refusal)).not.toContain('secret');
    },
  );
});
