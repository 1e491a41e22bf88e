import { dirname } from 'node:path';
import type { CreateNodesV2 } from '@nx/devkit';

export const name = '@heliograph/nx-plugin';

/**
 * A project with an `esbuild.config.mjs` is deployed as a bundle, so it gets a `build` target
 * that runs this file. Nothing else has to be said in the project.
 */
export const createNodesV2: CreateNodesV2 = [
  '{apps,libs}/**/esbuild.config.mjs',
  (configFiles) =>
    configFiles.map((configFile) => {
      const root = dirname(configFile);
      return [
        configFile,
        {
          projects: {
            [root]: {
              root,
              targets: {
                build: {
                  command: 'node esbuild.config.mjs',
                  options: { cwd: root },
                  cache: true,
                  inputs: [
                    'production',
                    '^production',
                    '{workspaceRoot}/esbuild.base.mjs',
                    { externalDependencies: ['esbuild'] },
                  ],
                  outputs: ['{projectRoot}/dist'],
                  metadata: { description: `Bundle ${root} for deployment` },
                },
              },
            },
          },
        },
      ];
    }),
];
