import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { workspaceRoot } from '@nx/devkit';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { nodeAppGenerator } from './node-app/generator.ts';
import { throwAwayWorkspace } from './testing/throw-away-workspace.ts';

// These tests start processes, some of them compilers.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const run = promisify(execFile);
const workspace = throwAwayWorkspace({
  'apps/collector': { name: '@heliograph/collector', dependencies: { fastify: '5.12.8' } },
});
const app = join(workspace.folder, 'apps/relay');
const bin = (name: string) => join(workspaceRoot, 'node_modules/.bin', name);
// The tools must take this for a run of their own, not for a part of the tests' run.
const env = { PATH: process.env['PATH'], HOME: process.env['HOME'] };

beforeAll(async () => {
  await nodeAppGenerator(workspace.tree, { path: 'apps/relay', scope: 'metrics' });
  workspace.flush();
});

let child: ChildProcess | undefined;
afterEach(() => {
  child?.kill('SIGKILL');
  child = undefined;
});
afterAll(() => workspace.remove());

interface Started {
  /** Where it listens, as its log says. */
  readonly urls: readonly string[];
  readonly exited: Promise<unknown[]>;
}

/** Starts a file of the app and waits until it answers. */
async function start(file: string): Promise<Started> {
  const started = spawn(process.execPath, [file], {
    cwd: app,
    env: { ...env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = started;
  const exited = once(started, 'exit');
  const urls: string[] = [];
  createInterface(started.stdout).on('line', (line) => {
    urls.push(...(/http:[^"]+/.exec(line) ?? []));
  });

  await vi.waitUntil(async () => urls[0] && (await fetch(`${urls[0]}/health`)).ok, 10_000);
  return { urls, exited };
}

test('a generated app compiles and passes its own test', async () => {
  await run(bin('tsc'), ['-p', 'tsconfig.json', '--noEmit'], { cwd: app, env });

  await run(bin('vitest'), ['run'], { cwd: app, env });
  const results: unknown = JSON.parse(readFileSync(join(app, 'out-test/results.json'), 'utf8'));
  expect(results).toMatchObject({ success: true, numPassedTests: 1 });
});

test('a generated app answers on loopback and stops when asked', async () => {
  const { urls, exited } = await start('src/main.ts');

  expect(urls).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/)]);

  child?.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});

test('the bundle of a generated app runs by itself', async () => {
  await run(process.execPath, ['esbuild.config.mjs'], { cwd: app, env });

  const { exited } = await start('dist/main.mjs');

  child?.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});

test.each(['http', '-1', '65536'])(
  'a generated app refuses PORT=%s in a sentence',
  async (PORT) => {
    const refused = run(process.execPath, ['src/main.ts'], { cwd: app, env: { ...env, PORT } });

    await expect(refused).rejects.toMatchObject({
      code: 1,
      stderr: `PORT must be a whole number from 0 to 65535, not "${PORT}".\n`,
    });
  },
);

test('a generated app names the port that is taken', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const address = holder.address();
  const PORT = typeof address === 'object' ? String(address?.port) : '';

  const refused = run(process.execPath, ['src/main.ts'], { cwd: app, env: { ...env, PORT } });

  await expect(refused).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`relay cannot listen on 127.0.0.1:${PORT}`),
  });
  holder.close();
});
