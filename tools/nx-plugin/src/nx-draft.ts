import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileChange, Tree } from '@nx/devkit';
import type { ProjectPlace } from './project-place.ts';

/** What one of Nx's generators would have changed, by path. */
export type NxDraft = ReadonlyMap<string, string>;

/**
 * Lets one of Nx's generators work on the tree, takes note of the outcome and undoes it all.
 *
 * Nx's generators bring build targets, transpilers and root settings that this workspace infers or
 * does not use. A draft leaves the choice to the caller: it takes what it wants and writes only that.
 * Only files can be brought back: a generator that deletes an existing folder fails.
 */
export async function draftOf(
  tree: Tree,
  generate: (tree: Tree) => Promise<unknown>,
): Promise<NxDraft> {
  const before = new Map(tree.listChanges().map((change) => [change.path, change]));
  await generate(tree);

  const changes = tree.listChanges();
  const draft = new Map<string, string>();
  for (const { path, content } of changes) {
    if (content) draft.set(path, content.toString('utf8'));
  }
  for (const change of changes) undo(tree, change, before.get(change.path));
  return draft;
}

/** What to tell any of Nx's generators: nothing beside the project, as this workspace infers the rest. */
export function bareProject({ root, importPath }: ProjectPlace) {
  return {
    directory: root,
    name: importPath,
    linter: 'none',
    unitTestRunner: 'none',
    addPlugin: true,
    useProjectJson: false,
    skipFormat: true,
    skipPackageJson: true,
  } as const;
}

function undo(tree: Tree, { path, type }: FileChange, earlier: FileChange | undefined): void {
  if (earlier?.content) tree.write(path, earlier.content);
  else if (type === 'CREATE' || earlier) tree.delete(path);
  else tree.write(path, readFileSync(join(tree.root, path)));
}
