import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UpstreamTemplate } from '@heliograph/signalr-emulator';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  describeTemplates,
  describeUpstream,
  findSettings,
  loadSettings,
  watchSettings,
  writeInitialSettings,
} from './settings-file.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'signalr-settings-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

const settings = (url: string): string =>
  JSON.stringify({ UpstreamSettings: { Templates: [{ UrlTemplate: url }] } });

describe(writeInitialSettings, () => {
  it('writes what can be loaded, and overwrites only when told to', async () => {
    const here = join(await folder(), 'new');
    const path = await writeInitialSettings(here, false);
    expect(findSettings(here)).toBe(path);
    expect(loadSettings(path)).toMatchObject([{ hubPattern: '*' }]);
    await writeFile(path, settings('http://mine'));
    await expect(writeInitialSettings(here, false)).rejects.toMatchObject({ code: 'file-exists' });
    expect(await readFile(path, 'utf8')).toContain('http://mine');
    await writeInitialSettings(here, true);
    expect(await readFile(path, 'utf8')).not.toContain('http://mine');
  });
});

describe('a folder that cannot be written to', () => {
  it('is told in a sentence', async () => {
    const file = join(await folder(), 'file');
    await writeFile(file, '');
    await expect(writeInitialSettings(file, false)).rejects.toMatchObject({
      code: 'file-unwritable',
      message: expect.stringContaining(`Cannot write '${file}`),
    });
  });
});

describe(describeUpstream, () => {
  const one: UpstreamTemplate[] = [{ urlTemplate: 'http://h/?code=secret' }];

  it.for<[string | undefined, UpstreamTemplate[] | undefined, string]>([
    [undefined, one, 'http://h/?…'],
    ['s.json', one, "1 upstream template of 's.json', read again when it changes"],
    ['s.json', [], "none in 's.json', client events go nowhere"],
    ['s.json', undefined, 'none, client events go nowhere; name one with --upstream'],
  ])('of %j with %j says so', ([path, templates, text]) => {
    expect(describeUpstream(path, templates)).toContain(text);
  });
});

describe(findSettings, () => {
  it('refuses a file that is named and missing', async () => {
    const missing = join(await folder(), 'none.json');
    expect(() => findSettings(missing)).toThrow(expect.objectContaining({ code: 'file-missing' }));
  });
});

describe(watchSettings, { timeout: 60_000 }, () => {
  it('applies a file that is written or replaced, and keeps the last good one while it is broken or gone', async () => {
    const path = join(await folder(), 'settings.json');
    await writeFile(path, settings('http://first'));
    const applied: string[] = [];
    const said: string[] = [];
    const watch = watchSettings(
      path,
      (templates) => applied.push(...templates.map(({ urlTemplate }) => urlTemplate)),
      ({ event, message }) => said.push(`${event} ${message}`),
    );
    onTestFinished(() => watch.stop());
    const waitFor = (line: string) =>
      vi.waitUntil(() => said.some((each) => each.includes(line)), { timeout: 20_000 });

    await writeFile(path, settings('http://second'));
    await waitFor('settings-loaded 1 upstream template');
    await writeFile(path, '{"UpstreamSettings":');
    await waitFor('Line 1 is not JSON');
    await rm(path);
    await waitFor('it is gone');
    await writeFile(`${path}.new`, settings('http://third'));
    await rename(`${path}.new`, path);
    await vi.waitUntil(() => applied.length === 2, { timeout: 20_000 });
    expect(applied).toEqual(['http://second', 'http://third']);
    expect(said.filter((line) => line.startsWith('settings-kept'))).toHaveLength(2);
  });
});

describe(describeTemplates, () => {
  it('shows the order and the patterns, and hides keys in the query', () => {
    const templates: UpstreamTemplate[] = [
      { urlTemplate: 'https://h/{event}?code=top-secret', hubPattern: 'live' },
      { urlTemplate: 'https://me:top-secret@h/' },
    ];
    expect(describeTemplates(templates)).toEqual([
      '1. https://h/{event}?…  hub=live category=* event=*',
      '2. https://…@h/  hub=* category=* event=*',
    ]);
  });
});
