import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const page = readFileSync(join(import.meta.dirname, '../../core/README.md'), 'utf8');
const blocks = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(
  ([, language = '', text = '']) => ({ language, text }),
);
const files = blocks.flatMap(({ language, text }, index) => {
  const [, name] = /^\/\/ (\S+\.ts)\n/.exec(text) ?? [];
  if (language !== 'ts' || name === undefined) return [];
  const next = blocks[index + 1];
  return [{ name, text, prints: next?.language === 'text' ? next.text : undefined }];
});

/** Inside the workspace, where programs find its packages, and in a folder that git ignores. */
const place = join(import.meta.dirname, '../out-test');
let folder: string;

beforeAll(() => {
  mkdirSync(place, { recursive: true });
  folder = mkdtempSync(join(place, 'readme-'));
  for (const { name, text } of files) writeFileSync(join(folder, name), text);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

// Each test starts real processes, which takes long where many tests run at once.
describe('the page on adding a resource', { timeout: 60_000 }, () => {
  it('has a program, a description, and both interpretations of it', () => {
    expect(files.map(({ name, prints }) => [name, prints !== undefined])).toEqual([
      ['notes.ts', false],
      ['describe-notes.ts', false],
      ['run-notes.ts', true],
      ['publish-notes.ts', true],
    ]);
  });

  it.for(files.filter(({ prints }) => prints !== undefined))(
    'shows in $name what works, and what it prints',
    ({ name, prints }) => {
      const output = execFileSync(process.execPath, [name], { cwd: folder, encoding: 'utf8' });

      expect(output).toBe(prints);
    },
  );

  it('names every method that adds a resource', () => {
    const builder = readFileSync(
      join(import.meta.dirname, '../../core/src/app-builder.ts'),
      'utf8',
    );
    const methods = [...builder.matchAll(/^ {2}(add\w+)\(/gm)].map(([, method]) => method);

    expect(methods.length).toBeGreaterThan(8);
    for (const method of methods) {
      if (method !== 'addParameter') expect(page).toContain(`\`${method}\``);
    }
  });
});
