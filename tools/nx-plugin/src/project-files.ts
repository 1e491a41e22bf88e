import { offsetFromRoot, writeJson, type Tree } from '@nx/devkit';
import type { NewProject } from './new-project.ts';

/** What a project's own configuration says beyond the workspace's defaults. */
export interface ProjectDetails {
  /** Compiler options that differ from `tsconfig.base.json`. */
  readonly compilerOptions: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** Writes the configuration that every project has: names and tags; all else is inferred. */
export function writeProjectFiles(tree: Tree, project: NewProject, details: ProjectDetails): void {
  const { root, name, importPath, description, tags } = project;
  const { compilerOptions, dependencies, devDependencies } = details;
  const upwards = offsetFromRoot(root);

  writeJson(tree, `${root}/package.json`, {
    name: importPath,
    version: '0.1.0',
    private: true,
    description,
    license: 'MIT',
    type: 'module',
    ...(!tags.includes('type:app') && { exports: { '.': './src/index.ts' } }),
    dependencies,
    devDependencies,
    nx: { name, tags },
  });
  writeJson(tree, `${root}/tsconfig.json`, {
    extends: `${upwards}tsconfig.base.json`,
    ...(Object.keys(compilerOptions).length > 0 && { compilerOptions }),
    include: ['src'],
  });
  tree.write(`${root}/vitest.config.ts`, `export { default } from '${upwards}vitest.base.ts';\n`);
}

/** Writes the public surface of a library that offers nothing yet. */
export function writeEmptyIndex(tree: Tree, { root }: NewProject): void {
  tree.write(`${root}/src/index.ts`, 'export {};\n');
}
