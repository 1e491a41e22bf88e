import { posix } from 'node:path';
import { PluginError } from './plugin-error.ts';

/** Where a project lives, and the names that follow from it. */
export interface ProjectPlace {
  /** The folder, from the workspace's root: `libs/signalr/protocol`. */
  readonly root: string;
  /** What Nx calls it: `signalr-protocol`. */
  readonly name: string;
  /** What others import: `@heliograph/signalr-protocol`. */
  readonly importPath: string;
}

const kebabCase = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/**
 * Names a project after its path, so that a name in a stack trace or in `nx affected` tells the folder.
 * `workspaces` are the globs of the root `package.json`.
 *
 * @throws PluginError `path-invalid`, `path-uncovered`
 */
export function projectPlace(
  path: string,
  top: 'apps' | 'libs',
  workspaces: readonly string[],
): ProjectPlace {
  const root = path.replace(/^\.\//, '').replace(/\/$/, '');
  const [folder, ...segments] = root.split('/');

  if (folder !== top || segments.length === 0)
    throw new PluginError(
      'path-invalid',
      `"${path}" is not a folder below ${top}; write it from the workspace's root, as in ${top}/example.`,
    );

  const odd = segments.find((segment) => !kebabCase.test(segment));
  if (odd !== undefined)
    throw new PluginError(
      'path-invalid',
      `"${odd}" in "${path}" is not in kebab-case: lower-case letters and digits, words joined by single hyphens.`,
    );

  if (!workspaces.some((glob) => posix.matchesGlob(root, glob)))
    throw new PluginError(
      'path-uncovered',
      `No workspace glob in package.json covers "${root}"; the globs are ${workspaces.join(', ')}.`,
    );

  const name = segments.join('-');
  return { root, name, importPath: `@heliograph/${name}` };
}
