import { join } from 'node:path';
import type { Resource } from '@heliograph/app-model-core';
import type { LaunchContext, NodeProgram } from '@heliograph/app-model-local';

/** Where things are that launched programs need. */
export interface Places {
  /** The repository's folder. */
  readonly root: string;
  readonly dataFolder: string;
}

/** The program of this repository that stands for a resource on one machine. */
export function launch(resource: Resource, context: LaunchContext, places: Places): NodeProgram {
  const { root, dataFolder } = places;
  const { host } = context;
  const port = (): string => String(context.port(resource.name));
  const origins = (values: Parameters<typeof context.resolve>[0][]): string =>
    values.map(context.resolve).join(',');

  switch (resource.kind) {
    case 'azure-signalr':
      return {
        entry: join(root, 'apps/signalr-emulator/src/main.ts'),
        args: [
          ...['start', '-p', port(), '-i', host],
          ...resource.upstreams.flatMap((url) => ['--upstream', context.resolve(url)]),
          ...['--cors', origins([...resource.allowedOrigins])],
        ],
        cwd: root,
        ...(resource.emulatorKey !== undefined && {
          environment: { SIGNALR_ACCESS_KEYS: context.resolve(resource.emulatorKey) },
        }),
      };
    case 'azure-functions-app':
      return {
        entry: join(root, 'libs/functions-host/src/main.ts'),
        args: [
          ...['start', resource.folder, '--port', port(), '--host', host],
          ...['--cors', origins([...resource.allowedOrigins])],
        ],
        cwd: root,
      };
    case 'openid-provider':
      return {
        entry: join(root, 'libs/identity/provider/src/main.ts'),
        args: [
          ...['--port', port(), '--host', host],
          ...['--client-id', context.resolve(resource.clientId)],
          ...['--audience', context.resolve(resource.audience)],
          ...['--key-file', join(dataFolder, `${resource.name}-keys.json`)],
          ...origins([...resource.clientOrigins])
            .split(',')
            .flatMap((origin) => ['--origin', origin]),
        ],
        cwd: root,
      };
    case 'node-app':
    case 'container-app':
      return { entry: join(root, resource.entry), args: [], cwd: root };
    case 'vite-app':
    case 'static-site':
      return {
        entry: join(root, 'node_modules/vite/bin/vite.js'),
        args: ['--port', port(), '--strictPort', '--host', host],
        cwd: join(root, resource.folder),
      };
    case 'azure-tables':
    case 'application-insights':
    case 'connection-string':
      throw new Error(`${resource.name} is no program`);
  }
}
