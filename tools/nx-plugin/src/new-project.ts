import { getProjects, readJson, workspaceRoot, type Tree } from '@nx/devkit';
import { readBoundaryTags } from './boundary-tags.ts';
import { PluginError } from './plugin-error.ts';
import { projectPlace, type ProjectPlace } from './project-place.ts';

/** What a person asks a generator for. */
export interface ProjectRequest {
  /** The folder, from the workspace's root. */
  readonly path: string;
  /** One of the scopes that the boundary tables know. */
  readonly scope: string;
  /** One sentence for `package.json`. */
  readonly description?: string;
}

/** A project that may be written: its place is free and its tags are known. */
export interface NewProject extends ProjectPlace {
  readonly description: string;
  readonly tags: readonly [scope: `scope:${string}`, type: `type:${string}`];
}

/** What is not imported by others; every other type is a library's. */
const typesOutsideLibs = ['app', 'e2e', 'tool'];

/**
 * Checks a request for a project of a kind against the workspace in the tree and the boundary tables.
 *
 * @throws PluginError with every code but `version-unknown`
 */
export async function newProject(
  tree: Tree,
  request: ProjectRequest,
  kind: { readonly top: 'apps' | 'libs'; readonly type: string },
): Promise<NewProject> {
  const { scope } = request;
  const { top, type } = kind;
  const known = await readBoundaryTags(workspaceRoot);
  const types = known.types.filter((each) =>
    top === 'apps' ? each === 'app' : !typesOutsideLibs.includes(each),
  );

  if (!known.scopes.includes(scope))
    throw new PluginError(
      'scope-unknown',
      `No boundary in eslint.config.mjs knows the scope "${scope}"; it knows ${known.scopes.join(', ')}.`,
    );
  if (!types.includes(type))
    throw new PluginError(
      'type-unknown',
      `A project in ${top} has one of the types ${types.join(', ')}, not "${type}".`,
    );

  const { workspaces } = readJson<{ workspaces: string[] }>(tree, 'package.json');
  const place = projectPlace(request.path, top, workspaces);

  if (tree.exists(place.root))
    throw new PluginError('path-taken', `"${place.root}" exists already; choose another path.`);

  const namesake = getProjects(tree).get(place.name);
  if (namesake)
    throw new PluginError(
      'name-taken',
      `"${place.root}" would be named ${place.name}, as "${namesake.root}" is; choose another path.`,
    );

  return {
    ...place,
    description: request.description ?? `${place.name}: ${type} of ${scope}.`,
    tags: [`scope:${scope}`, `type:${type}`],
  };
}
