import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createAppFolder } from './testing/app-folder.ts';
import { startTestHost } from './testing/test-host.ts';

const within = { timeout: 10_000, interval: 20 };

describe('a change of source', () => {
  const start = () => startTestHost({ fixture: 'typescript' }, { watch: true });
  const text = async (url: string): Promise<string> => (await fetch(url)).text();

  it('is answered by the new code, also in a file that only others import', async () => {
    const { url, folder } = await start();

    await folder.write(
      'src/greeting.ts',
      'export const greeting = (name: string) => `Hi ${name}`;',
    );

    await vi.waitFor(async () => expect(await text(`${url}/greet/Ada`)).toBe('Hi Ada'), within);
  });

  it('is seen in a file outside of the folder, once the app has loaded it', async () => {
    const { url, folder } = await start();
    const library = await createAppFolder();
    onTestFinished(() => library.remove());
    await library.write('name.ts', `export const name = 'library';`);
    const from = JSON.stringify(`${library.path}/name.ts`);
    await folder.write(
      'src/greeting.ts',
      `import { name } from ${from}; export const greeting = () => name;`,
    );
    await vi.waitFor(async () => expect(await text(`${url}/greet`)).toBe('library'), within);

    await library.write('name.ts', `export const name = 'changed';`);

    await vi.waitFor(async () => expect(await text(`${url}/greet`)).toBe('changed'), within);
  });

  it('lets what runs in the old code finish', async () => {
    const { url, folder } = await start();
    const slow = text(`${url}/slow`);

    await folder.write(
      'src/greeting.ts',
      'export const greeting = (name: string) => `Hi ${name}`;',
    );
    await vi.waitFor(async () => expect(await text(`${url}/greet/Ada`)).toBe('Hi Ada'), within);

    expect(await slow).toBe('done');
  });

  it('that cannot be loaded leaves the old code running and is named', async () => {
    const { url, folder, messages } = await start();

    await folder.write('src/greeting.ts', 'export const greeting = ;');

    await vi.waitFor(() => {
      expect(messages()).toContainEqual(
        expect.stringMatching(/main\.ts could not be loaded.*keeps running$/s),
      );
    }, within);
    expect(await text(`${url}/greet/Ada`)).toBe('Hello, Ada');

    await folder.write('src/greeting.ts', 'export const greeting = () => `Repaired`;');
    await vi.waitFor(async () => expect(await text(`${url}/greet/Ada`)).toBe('Repaired'), within);
  });

  it('of host.json counts too', async () => {
    const { url, folder } = await start();

    await folder.write('host.json', JSON.stringify({ version: '2.0' }));

    await vi.waitFor(
      async () => expect(await text(`${url}/api/greet`)).toBe('Hello, world'),
      within,
    );
  });

  it('in other files changes nothing', async () => {
    const { url, folder, messages } = await start();

    await folder.write('notes.txt', 'written by the app itself');
    await folder.write('src/greeting.ts', 'export const greeting = () => `Hi`;');
    await vi.waitFor(async () => expect(await text(`${url}/greet`)).toBe('Hi'), within);

    expect(messages().filter((message) => message.includes('runs again'))).toHaveLength(1);
  });
});
