import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as prettier from 'prettier';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { libGenerator } from './lib/generator.ts';
import { nodeAppGenerator } from './node-app/generator.ts';
import { PluginError } from './plugin-error.ts';
import { reactLibGenerator } from './react-lib/generator.ts';
import { throwAwayWorkspace, type ThrowAwayWorkspace } from './testing/throw-away-workspace.ts';

// Nx's generators load much before they begin.
vi.setConfig({ testTimeout: 30_000 });

let workspace: ThrowAwayWorkspace;
beforeEach(() => {
  workspace = throwAwayWorkspace({
    'apps/collector': { name: '@heliograph/collector', dependencies: { fastify: '5.12.8' } },
    'apps/dashboard': {
      name: '@heliograph/dashboard',
      dependencies: { react: '19.3.1' },
      devDependencies: { '@types/react': '19.3.0' },
    },
    'libs/signalr/access': { name: '@heliograph/signalr-access', nx: { name: 'signalr-access' } },
  });
});
afterEach(() => workspace.remove());

const written = () =>
  Object.fromEntries(
    workspace.tree.listChanges().map(({ path, content }) => [path, content?.toString() ?? null]),
  );
const json = (text: string | null | undefined): unknown => JSON.parse(text ?? 'null');

describe('node-app', () => {
  const relay = { path: 'apps/relay', scope: 'metrics', description: 'Relays.' };

  test('writes these files and no other, in the project or outside', async () => {
    await nodeAppGenerator(workspace.tree, relay);

    expect(Object.keys(written()).sort()).toEqual([
      'apps/relay/esbuild.config.mjs',
      'apps/relay/package.json',
      'apps/relay/src/app.test.ts',
      'apps/relay/src/app.ts',
      'apps/relay/src/main.ts',
      'apps/relay/tsconfig.json',
      'apps/relay/vitest.config.ts',
    ]);
  });

  test('names and tags the app and takes the version of Fastify that is in use', async () => {
    await nodeAppGenerator(workspace.tree, relay);

    const files = written();
    expect(json(files['apps/relay/package.json'])).toEqual({
      name: '@heliograph/relay',
      version: '0.1.0',
      private: true,
      description: 'Relays.',
      license: 'MIT',
      type: 'module',
      dependencies: { fastify: '5.12.8' },
      nx: { name: 'relay', tags: ['scope:metrics', 'type:app'] },
    });
    expect(json(files['apps/relay/tsconfig.json'])).toEqual({
      extends: '../../tsconfig.base.json',
      compilerOptions: { types: ['node'] },
      include: ['src'],
    });
    expect(files['apps/relay/vitest.config.ts']).toBe(
      "export { default } from '../../vitest.base.ts';\n",
    );
  });
});

describe('react-lib', () => {
  test('writes a client-side library that compiles JSX, and no other file', async () => {
    await reactLibGenerator(workspace.tree, { path: 'libs/charts', scope: 'dashboard' });

    const files = written();
    expect(Object.keys(files).sort()).toEqual([
      'libs/charts/package.json',
      'libs/charts/src/index.ts',
      'libs/charts/tsconfig.json',
      'libs/charts/vitest.config.ts',
    ]);
    expect(json(files['libs/charts/package.json'])).toEqual({
      name: '@heliograph/charts',
      version: '0.1.0',
      private: true,
      description: 'charts: data of dashboard.',
      license: 'MIT',
      type: 'module',
      exports: { '.': './src/index.ts' },
      dependencies: { react: '19.3.1' },
      devDependencies: { '@types/react': '19.3.0' },
      nx: { name: 'charts', tags: ['scope:dashboard', 'type:data'] },
    });
    expect(json(files['libs/charts/tsconfig.json'])).toEqual({
      extends: '../../tsconfig.base.json',
      compilerOptions: {
        lib: ['es2024', 'dom', 'dom.iterable'],
        module: 'esnext',
        moduleResolution: 'bundler',
        jsx: 'react-jsx',
        types: ['node'],
      },
      include: ['src'],
    });
  });
});

describe('lib', () => {
  test('writes a library three folders deep and no other file', async () => {
    await libGenerator(workspace.tree, {
      path: 'libs/metrics/rollups',
      scope: 'metrics',
      type: 'runtime',
    });

    const files = written();
    expect(Object.keys(files).sort()).toEqual([
      'libs/metrics/rollups/package.json',
      'libs/metrics/rollups/src/index.ts',
      'libs/metrics/rollups/tsconfig.json',
      'libs/metrics/rollups/vitest.config.ts',
    ]);
    expect(json(files['libs/metrics/rollups/package.json'])).toMatchObject({
      name: '@heliograph/metrics-rollups',
      exports: { '.': './src/index.ts' },
      nx: { name: 'metrics-rollups', tags: ['scope:metrics', 'type:runtime'] },
    });
    expect(files['libs/metrics/rollups/src/index.ts']).toBe('export {};\n');
    expect(files['libs/metrics/rollups/vitest.config.ts']).toBe(
      "export { default } from '../../../vitest.base.ts';\n",
    );
  });

  test.each([
    ['contract', undefined],
    ['core', undefined],
    ['data', { lib: ['es2024', 'dom', 'dom.iterable'], types: ['node'] }],
    ['runtime', { types: ['node'] }],
    ['local-cloud', { types: ['node'] }],
  ])('of type %s compiles with the platform types that its layer may use', async (type, own) => {
    await libGenerator(workspace.tree, { path: 'libs/example', scope: 'metrics', type });

    const { compilerOptions } = json(written()['libs/example/tsconfig.json']) as {
      compilerOptions?: unknown;
    };
    expect(compilerOptions).toEqual(own);
  });
});

describe('every generator', () => {
  const generators = [
    ['node-app', 'apps', nodeAppGenerator],
    ['react-lib', 'libs', reactLibGenerator],
    ['lib', 'libs', (tree, options) => libGenerator(tree, { ...options, type: 'core' })],
  ] as const satisfies [string, string, typeof nodeAppGenerator][];

  test.each(generators)('%s writes files as Prettier would', async (_name, top, generate) => {
    await generate(workspace.tree, { path: `${top}/example`, scope: 'metrics' });

    const options = await prettier.resolveConfig(join(workspace.folder, 'package.json'));
    for (const [filepath, text] of Object.entries(written()))
      expect(await prettier.check(text ?? '', { ...options, filepath }), filepath).toBe(true);
  });

  test.each(generators)(
    '%s refuses a bad request and writes nothing',
    async (_name, top, generate) => {
      workspace.tree.write(`${top}/there/readme.md`, '');
      const before = workspace.tree.listChanges();
      const refusals = [
        [{ path: 'elsewhere/example', scope: 'metrics' }, 'path-invalid'],
        [{ path: `${top}/deep/down/example`, scope: 'metrics' }, 'path-uncovered'],
        [{ path: `${top}/there`, scope: 'metrics' }, 'path-taken'],
        [{ path: `${top}/signalr-access`, scope: 'signalr' }, 'name-taken'],
        [{ path: `${top}/example`, scope: 'metrcs' }, 'scope-unknown'],
      ] as const;

      for (const [options, code] of refusals) {
        const refusal = await generate(workspace.tree, options).catch((error: unknown) => error);
        expect(refusal, code).toBeInstanceOf(PluginError);
        expect(refusal).toMatchObject({ code });
      }
      expect(workspace.tree.listChanges()).toEqual(before);
    },
  );

  test.each(['app', 'e2e', 'tool', 'helpers'])('lib refuses the type %s', async (type) => {
    const options = { path: 'libs/example', scope: 'metrics', type };

    await expect(libGenerator(workspace.tree, options)).rejects.toMatchObject({
      code: 'type-unknown',
      message: expect.stringContaining('contract, core'),
    });
  });
});

test("Nx's list of generators leads to what exists", async () => {
  const plugin = join(import.meta.dirname, '..');
  const listed = json(readFileSync(join(plugin, 'generators.json'), 'utf8')) as {
    generators: Record<string, { factory: string; schema: string }>;
  };

  expect(Object.keys(listed.generators)).toEqual(['node-app', 'react-lib', 'lib']);
  for (const [name, { factory, schema }] of Object.entries(listed.generators)) {
    const [file, exported] = factory.split('#');
    const module: Record<string, unknown> = await import(join(plugin, file ?? ''));
    expect(module[exported ?? '']).toBeTypeOf('function');
    expect(json(readFileSync(join(plugin, schema), 'utf8'))).toMatchObject({
      $id: `heliograph-${name}`,
      required: expect.arrayContaining(['path', 'scope']),
    });
  }
});
