import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createAppFolder } from '../testing/app-folder.ts';
import { runCli } from './run-cli.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

function run(...args: string[]) {
  const child = spawn(process.execPath, [main, ...args], { env: { PATH: process.env['PATH'] } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, ended, output: () => output, errors: () => errors };
}

describe(runCli, () => {
  it('runs an app, lists its functions with their URLs and ends cleanly on SIGTERM', async () => {
    const folder = await createAppFolder({ fixture: 'typescript' });
    onTestFinished(() => folder.remove());
    const { child, ended, output } = run('start', folder.path, '--port', '0');

    const [, greet = ''] = await vi.waitUntil(
      () => /\bgreet +\[GET\] (http:\/\/127\.0\.0\.1:\d+\/greet\/)\{name\?\}/.exec(output()),
      { timeout: 10_000 },
    );
    expect(await (await fetch(`${greet}Ada`)).text()).toBe('Hello, Ada');
    child.kill('SIGTERM');

    expect(await ended).toBe(0);
    expect(output()).toMatch(/\[greet [0-9a-f]{8}\] greet succeeded \([\d.]+ ms\)/);
  });

  it.for(['SIGTERM', 'SIGINT'] as const)(
    'on %s lets the app end as it wants to',
    async (signal) => {
      const folder = await createAppFolder();
      onTestFinished(() => folder.remove());
      await folder.write(
        'app.js',
        `import { app } from '@azure/functions';
      import { setTimeout as pause } from 'node:timers/promises';
      app.get('hello', () => ({ body: 'hello' }));
      app.hook.appTerminate(async () => {
        await pause(50);
        console.log('the app has tidied up');
      });`,
      );
      const { child, ended, output } = run('start', folder.path, '--port', '0');
      await vi.waitUntil(() => output().includes('/api/hello'), 10_000);

      child.kill(signal);

      expect(await ended).toBe(0);
      expect(output()).toContain('the app has tidied up');
    },
  );

  it('answers the request that it is about when it is told to end', async () => {
    const folder = await createAppFolder();
    onTestFinished(() => folder.remove());
    await folder.write(
      'app.js',
      `import { app } from '@azure/functions';
      import { setTimeout as pause } from 'node:timers/promises';
      app.get('slow', async () => {
        console.log('begun');
        await pause(100);
        return { body: 'done' };
      });`,
    );
    const { child, ended, output } = run('start', folder.path, '--port', '0');
    const [url = ''] = await vi.waitUntil(() => /http:\S+\/api\/slow/.exec(output()), 10_000);
    const answer = fetch(url).then((response) => response.text());
    await vi.waitUntil(() => output().includes('begun'), 10_000);

    child.kill('SIGTERM');

    expect(await answer).toBe('done');
    expect(await ended).toBe(0);
  });

  it('leaves no process behind when it is killed', async () => {
    const folder = await createAppFolder();
    onTestFinished(() => folder.remove());
    await folder.write(
      'app.js',
      `import { app } from '@azure/functions';
      app.get('pid', () => ({ body: String(process.pid) }));`,
    );
    const { child, ended, output } = run('start', folder.path, '--port', '0');
    const [url = ''] = await vi.waitUntil(() => /http:\S+\/api\/pid/.exec(output()), 10_000);
    const worker = Number(await (await fetch(url)).text());

    child.kill('SIGKILL');
    await ended;

    await vi.waitFor(() => expect(() => process.kill(worker, 0)).toThrow('ESRCH'), 10_000);
  });

  it.for<[string[], string]>([
    [['start', '/does/not/exist'], 'There is no folder /does/not/exist.\n'],
    [['start', '.', '--nonsense'], "Unknown option '--nonsense'. See --help.\n"],
    [['start', '/'], 'There is no host.json in /.\n'],
    [['start', '/', '--keys'], '--keys needs the environment variable FUNCTIONS_KEY_MASTER.\n'],
  ])('%j ends with one sentence and exit code 1', async ([args, sentence]) => {
    const { ended, errors, output } = run(...args);

    expect(await ended).toBe(1);
    expect(errors()).toBe(sentence);
    expect(output()).toBe('');
  });
});
