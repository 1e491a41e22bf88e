import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface AppFolder {
  readonly path: string;
  /** Writes a file of the app; `file` is relative to the folder. */
  write(file: string, text: string): Promise<void>;
  remove(): Promise<void>;
}

export interface AppFolderOptions {
  /** A folder below `src/fixtures` to begin with. */
  readonly fixture?: keyof typeof fixtures;
  readonly main?: string;
  readonly type?: 'module' | 'commonjs';
}

const fixtures = {
  'plain-js': { main: 'src/functions/*.js', type: 'commonjs' },
  'sample-app': { main: 'src/functions/*.js', type: 'commonjs' },
  streams: { main: 'src/*.js', type: 'commonjs' },
  typescript: { main: 'src/main.ts', type: 'module' },
} as const;
const fixturesFolder = fileURLToPath(new URL('../fixtures', import.meta.url));
const nodeModules = fileURLToPath(new URL('../../../../node_modules', import.meta.url));

/** An app in a folder of its own that a test may change. It finds this workspace's packages. */
export async function createAppFolder(options: AppFolderOptions = {}): Promise<AppFolder> {
  const { fixture, type = fixture ? fixtures[fixture].type : 'module' } = options;
  const path = await mkdtemp(join(tmpdir(), 'function-app-'));
  const write = (file: string, text: string): Promise<void> => writeFile(join(path, file), text);
  if (fixture) await cp(join(fixturesFolder, fixture), path, { recursive: true });
  else await write('host.json', '{ "version": "2.0" }');
  const main = options.main ?? (fixture ? fixtures[fixture].main : 'app.js');
  await write('package.json', JSON.stringify({ private: true, type, main }));
  await symlink(nodeModules, join(path, 'node_modules'), 'dir');
  return { path, write, remove: () => rm(path, { recursive: true, force: true }) };
}
