import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { createNodesV2 } from './bundle-target.ts';

const [glob, infer] = createNodesV2;
const context = { workspaceRoot: '/workspace', nxJsonConfiguration: {} };

test('a project with an esbuild configuration gets a build target that runs it', async () => {
  const results = await infer(['apps/relay/esbuild.config.mjs'], undefined, context);

  expect(results).toEqual([
    [
      'apps/relay/esbuild.config.mjs',
      {
        projects: {
          'apps/relay': {
            root: 'apps/relay',
            targets: {
              build: {
                command: 'node esbuild.config.mjs',
                options: { cwd: 'apps/relay' },
                cache: true,
                inputs: [
                  'production',
                  '^production',
                  '{workspaceRoot}/esbuild.base.mjs',
                  { externalDependencies: ['esbuild'] },
                ],
                outputs: ['{projectRoot}/dist'],
                metadata: { description: 'Bundle apps/relay for deployment' },
              },
            },
          },
        },
      },
    ],
  ]);
});

test('every project gets its own build target', async () => {
  const files = ['apps/relay/esbuild.config.mjs', 'libs/signalr/client/esbuild.config.mjs'];

  const results = await infer(files, undefined, context);

  expect(results.flatMap(([, { projects }]) => Object.keys(projects ?? {}))).toEqual([
    'apps/relay',
    'libs/signalr/client',
  ]);
});

test.each([
  ['apps/relay/esbuild.config.mjs', true],
  ['libs/signalr/client/esbuild.config.mjs', true],
  ['tools/bench/esbuild.config.mjs', false],
  ['apps/relay/vite.config.ts', false],
])('%s makes a bundle: %s', (file, expected) => {
  expect(posix.matchesGlob(file, glob)).toBe(expected);
});
