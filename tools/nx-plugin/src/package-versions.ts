import { getProjects, readJson, type Tree } from '@nx/devkit';
import type { NxDraft } from './nx-draft.ts';
import { PluginError } from './plugin-error.ts';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/**
 * The exact version to ask for, for each package: the one that a project of the workspace already
 * uses, so that there is one of each, or else the one that Nx's generator chose.
 *
 * @throws PluginError `version-unknown`
 */
export function packageVersions(
  tree: Tree,
  draft: NxDraft,
  names: readonly string[],
): Record<string, string> {
  const inUse = [...getProjects(tree).values()]
    .map(({ root }) => `${root}/package.json`)
    .filter((file) => tree.exists(file))
    .map((file) => readJson<Manifest>(tree, file));
  const drafted = [...draft]
    .filter(([file]) => file.endsWith('package.json'))
    .map(([, text]): Manifest => JSON.parse(text));
  const manifests = [...inUse, ...drafted];

  return Object.fromEntries(
    names.map((name) => {
      const range = manifests
        .map(({ dependencies, devDependencies }) => dependencies?.[name] ?? devDependencies?.[name])
        .find((version) => version !== undefined);
      if (range === undefined)
        throw new PluginError(
          'version-unknown',
          `No project uses ${name} yet and Nx names no version of it; add it to a project first.`,
        );
      return [name, range.replace(/^[~^]/, '')];
    }),
  );
}
