import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { roleGrants, settingsOf, type AppMode, type AppModel } from '@heliograph/app-model-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocally } from './local-platform.ts';
import { reservePorts } from './reserve-ports.ts';

const readme = fileURLToPath(new URL('../../core/README.md', import.meta.url));
const host = '127.0.0.1';

/** The files that the page shows, by name. */
function filesOfPage(): ReadonlyMap<string, string> {
  const blocks = readFileSync(readme, 'utf8').matchAll(/^```ts (\S+)\n(.*?)^```$/gms);
  return new Map([...blocks].map(([, name = '', text = '']) => [name, text]));
}

let folder: string;
let describeGreetings: (mode: AppMode) => AppModel;

// Inside the workspace, where the page's imports find their packages.
beforeAll(async () => {
  const parent = fileURLToPath(new URL('../out-test/', import.meta.url));
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(join(parent, 'page-'));
  for (const [name, text] of filesOfPage()) writeFileSync(join(folder, name), text);
  const page: unknown = await import(
    /* @vite-ignore */ pathToFileURL(join(folder, 'describe-greetings.ts')).href
  );
  ({ describeGreetings } = page as { describeGreetings: typeof describeGreetings });
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('the page on adding a resource', { timeout: 60_000 }, () => {
  it('describes a part that runs and answers', async () => {
    const model = describeGreetings('run');
    const platform = startLocally({
      model,
      host,
      ports: await reservePorts([{ resource: 'greeter', endpoint: 'http', port: 0 }], host),
      parameters: { 'data-folder': folder },
      environment: process.env,
      logFolder: folder,
      launch: () => ({ entry: join(folder, 'greeter.ts'), args: [], cwd: folder }),
      onEvent: () => undefined,
    });
    try {
      await platform.ready;
      const answer = await fetch(platform.url('greeter'));

      expect(await answer.text()).toBe(`Good morning, from sqlite:${folder}/history.db`);
    } finally {
      await platform.stop();
    }
  });

  it('gives it the same settings in Azure, and the role that its reference needs', () => {
    const settingsIn = (mode: AppMode) =>
      describeGreetings(mode)
        .resources.filter(({ name }) => name === 'greeter')
        .flatMap((greeter) => [...settingsOf(greeter).keys()]);

    expect(settingsIn('publish')).toEqual(settingsIn('run'));
    expect(roleGrants(describeGreetings('publish'))).toEqual([
      { principal: 'greeter', role: 'Storage Table Data Contributor', scope: 'history' },
    ]);
  });
});
