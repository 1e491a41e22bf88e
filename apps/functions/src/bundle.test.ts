import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { settingNames } from '@heliograph/contracts';
import { startFunctionsHost } from '@heliograph/functions-host';
import { startSignalR } from '@heliograph/signalr-emulator';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createDataFolder } from './fixtures/open-test-backend.ts';
import { appFolder, eventually, patience, startPlatform } from './fixtures/start-platform.ts';

vi.setConfig({ testTimeout: patience, hookTimeout: patience });

const run = promisify(execFile);
const cloud = { startSignalR, startFunctionsHost };
const program = fileURLToPath(new URL('./fixtures/print-registrations.ts', import.meta.url));

/** The app as it is deployed, in a folder far from this workspace and its packages. */
async function build(): Promise<string> {
  const folder = join(await createDataFolder(), 'bundle');
  await run(process.execPath, ['esbuild.config.mjs', folder], { cwd: appFolder });
  return folder;
}

interface Registered {
  readonly functions: readonly { readonly name: string }[];
  readonly hooks: readonly string[];
  readonly files: readonly string[];
}

async function registeredBy(main: string, settings = {}): Promise<Registered> {
  const { stdout } = await run(process.execPath, [program, main], {
    env: {
      PATH: process.env['PATH'],
      [settingNames.signalRConnection]: 'Endpoint=http://127.0.0.1;Port=1;AccessKey=k;Version=1.0;',
      [settingNames.historyStore]: `sqlite:${join(await createDataFolder(), 'history.db')}`,
      [settingNames.oidcAuthority]: 'http://127.0.0.1:1',
      [settingNames.oidcAudience]: 'api://heliograph',
      ...settings,
    },
  });
  return JSON.parse(stdout) as Registered;
}

/** Classes that stand for what only some settings ask for: an identity, Table Storage, telemetry. */
const markers = ['DefaultAzureCredential', 'TableClient', 'BatchSpanProcessor'];

/** Which of the large parts are in files. */
async function partsIn(files: readonly string[]): Promise<string[]> {
  const sources = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return markers.filter((name) =>
    sources.some((source) => new RegExp(`\\b(class|var) ${name}\\b`).test(source)),
  );
}

describe('the bundle', () => {
  it('is one folder that needs nothing but what the worker provides', async () => {
    const folder = await build();

    const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    expect(manifest).toMatchObject({ type: 'module', main: 'main.js' });
    expect(manifest).not.toHaveProperty('dependencies');
    expect((await readdir(folder)).toSorted()).toEqual(
      ['chunks', 'host.json', 'main.js', 'main.js.map', 'package.json'].toSorted(),
    );
    const chunks = (await readdir(join(folder, 'chunks'))).filter((name) => name.endsWith('.js'));
    const imports = chunks.map((name) => `await import('./chunks/${name}');`).join('\n');
    const args = ['--input-type=module', '-e', `${imports}process.exit();`];
    const { stderr } = await run(process.execPath, args, { cwd: folder });
    expect(stderr).toBe('');
  });

  it('registers exactly what the source registers, with every option', async () => {
    const [source, built] = [
      await registeredBy(join(appFolder, 'src/main.ts')),
      await registeredBy(join(await build(), 'main.js')),
    ];

    expect(built.functions).toEqual(source.functions);
    expect(built.hooks).toEqual(source.hooks);
    expect(source.functions.length).toBeGreaterThan(15);
  });

  it('loads at a cold start only what the settings ask for', async () => {
    const main = join(await build(), 'main.js');
    const isOurs = (file: string) => file !== program;

    const { files } = await registeredBy(main);

    expect(await partsIn(files.filter(isOurs))).toEqual([]);
    const folder = join(main, '../chunks');
    const chunks = (await readdir(folder)).filter((name) => name.endsWith('.js'));
    expect(await partsIn(chunks.map((name) => join(folder, name)))).toEqual(markers);
  });

  it('serves behind the service, and what it loads later works too', async () => {
    const told: string[] = [];
    const endpoint = createServer((request, response) => {
      void text(request).then((body) => {
        told.push(body);
        response.end('{}');
      });
    }).listen(0, '127.0.0.1');
    onTestFinished(() => {
      endpoint.closeAllConnections();
      endpoint.close();
    });
    await once(endpoint, 'listening');
    const { port } = endpoint.address() as AddressInfo;
    const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` };
    const platform = await startPlatform(cloud, { folder: await build(), settings });

    const client = platform.connection(await platform.tokenFor('ada', 'viewer'));
    await client.start();
    const watchers = [{ userId: 'ada', name: 'ada' }];

    expect(await client.invoke('joinBoard', 'machine')).toEqual({ board: 'machine', watchers });
    await eventually(() => expect(told.join()).toContain('joinBoard'));
  });
});
