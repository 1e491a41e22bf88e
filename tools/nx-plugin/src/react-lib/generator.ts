import {
  formatFiles,
  installPackagesTask,
  workspaceRoot,
  type GeneratorCallback,
  type Tree,
} from '@nx/devkit';
import { libraryGenerator } from '@nx/react';
import { readBoundaryTags } from '../boundary-tags.ts';
import { newProject, type ProjectRequest } from '../new-project.ts';
import { draftOf } from '../nx-draft.ts';
import { draftedCompilerOptions } from '../drafted-compiler-options.ts';
import { packageVersions } from '../package-versions.ts';
import { writeEmptyIndex, writeProjectFiles } from '../project-files.ts';

/** A library of React components and hooks: client-side, so of type `data`. */
export async function reactLibGenerator(
  tree: Tree,
  options: ProjectRequest,
): Promise<GeneratorCallback> {
  const project = newProject(
    tree,
    options,
    { top: 'libs', type: 'data' },
    await readBoundaryTags(workspaceRoot),
  );

  const draft = await draftOf(tree, (drafting) =>
    libraryGenerator(drafting, {
      directory: project.root,
      name: project.importPath,
      bundler: 'none',
      component: false,
      linter: 'none',
      style: 'none',
      unitTestRunner: 'none',
      addPlugin: true,
      useProjectJson: false,
      skipFormat: true,
      skipPackageJson: true,
    }),
  );

  writeProjectFiles(tree, project, {
    compilerOptions: {
      lib: ['es2024', 'dom', 'dom.iterable'],
      ...draftedCompilerOptions(draft, project.root, ['module', 'moduleResolution', 'jsx']),
      types: ['node'],
    },
    dependencies: packageVersions(tree, draft, ['react']),
    devDependencies: packageVersions(tree, draft, ['@types/react']),
  });
  writeEmptyIndex(tree, project);
  await formatFiles(tree);
  // Always: npm links a new project, though no root manifest changed.
  return () => installPackagesTask(tree, true);
}
