import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { workspaceRoot, type Tree } from '@nx/devkit';
import { FsTree } from 'nx/src/generators/tree.js';

const rootFiles = [
  '.editorconfig',
  '.prettierrc.json',
  'esbuild.base.mjs',
  'eslint.config.mjs',
  'nx.json',
  'package.json',
  'tsconfig.base.json',
  'tsconfig.json',
  'vitest.base.ts',
];

export interface ThrowAwayWorkspace {
  readonly folder: string;
  /** A view of the folder that keeps changes to itself, as generators get it. */
  readonly tree: Tree;
  /** Writes the tree's changes to the folder, as Nx does when a generator has ended. */
  flush(): void;
  remove(): void;
}

/** A folder with the root files and packages of this workspace and, of its projects, the given manifests. */
export function throwAwayWorkspace(
  manifests: Readonly<Record<string, object>>,
): ThrowAwayWorkspace {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'nx-plugin-')));
  const write = (path: string, content: string | Buffer) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };

  for (const file of rootFiles) copyFileSync(join(workspaceRoot, file), join(folder, file));
  for (const [root, manifest] of Object.entries(manifests))
    write(`${root}/package.json`, JSON.stringify(manifest));
  symlinkSync(join(workspaceRoot, 'node_modules'), join(folder, 'node_modules'));

  const tree = new FsTree(folder, false);
  return {
    folder,
    tree,
    flush() {
      for (const { path, content } of tree.listChanges()) if (content) write(path, content);
    },
    remove() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
