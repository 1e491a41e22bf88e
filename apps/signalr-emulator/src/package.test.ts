import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { parseConnectionString } from '@heliograph/signalr-access';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';

const run = promisify(execFile);
const project = join(import.meta.dirname, '..');

describe('the package, installed in an empty folder', { timeout: 120_000 }, () => {
  let folder = '';
  let installed = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'signalr-package-'));
    const dist = join(folder, 'dist');
    await run(process.execPath, ['esbuild.config.mjs', dist], { cwd: project });
    const app = join(folder, 'app');
    await mkdir(app);
    await writeFile(join(app, 'package.json'), '{ "private": true, "type": "module" }');
    const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', folder], {
      cwd: dist,
    });
    const tarball = join(folder, stdout.trim());
    // Offline: it must need nothing that it does not bring.
    await run('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], { cwd: app });
    installed = app;
    return () => rm(folder, { recursive: true, force: true });
  }, 120_000);

  it('starts as a command, prints its connection string and ends cleanly', async () => {
    const command = join(installed, 'node_modules/.bin/signalr-emulator');
    const child = spawn(process.execPath, [command, 'start', '-p', '0'], { cwd: installed });
    onTestFinished(() => void child.kill('SIGKILL'));
    let endpoint = '';
    for await (const line of createInterface(child.stdout)) {
      if (!line.startsWith('Endpoint=')) continue;
      ({ endpoint } = parseConnectionString(line));
      break;
    }
    expect((await fetch(`${endpoint}/api/health`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('brings its declarations along', async () => {
    const program = `
      import { startSignalR, type SignalRService } from '@heliograph/signalr-emulator';
      const service: SignalRService = await startSignalR({ tier: 'free', limits: { keepAliveMs: 1 } });
      export const units: number = service.meter().units;
      // @ts-expect-error -- there is no such tier
      await startSignalR({ tier: 'basic' });
    `;
    await writeFile(join(installed, 'program.ts'), program);
    const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
    const nodeTypes = dirname(
      dirname(createRequire(import.meta.url).resolve('@types/node/package.json')),
    );
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024'];
    const types = ['--types', 'node', '--typeRoots', nodeTypes];
    const compile = run(process.execPath, [compiler, ...options, ...types, 'program.ts'], {
      cwd: installed,
    });
    await expect(compile).resolves.toMatchObject({ stdout: '' });
  });

  it('has pages whose links lead to files of the package', async () => {
    const root = join(installed, 'node_modules/@heliograph/signalr-emulator');
    for (const page of ['README.md', 'SERVICE.md']) {
      const text = await readFile(join(root, page), 'utf8');
      const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, link = '']) => link);
      expect(links.length).toBeGreaterThan(0);
      for (const link of links) await expect(access(join(root, link))).resolves.toBeUndefined();
    }
  });

  it('starts inside a program and answers a client there', async () => {
    const program = `
      import { startSignalR } from '@heliograph/signalr-emulator';
      const service = await startSignalR({ tier: 'free' });
      const { status } = await fetch(service.url + '/client/negotiate?hub=live', { method: 'POST' });
      await service.stop();
      console.log(JSON.stringify([status, service.meter().units]));
    `;
    await writeFile(join(installed, 'program.js'), program);
    const { stdout } = await run(process.execPath, ['program.js'], { cwd: installed });
    expect(stdout.trim()).toBe('[401,0]');
  });
});
