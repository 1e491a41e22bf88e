import { formatFiles, installPackagesTask, type GeneratorCallback, type Tree } from '@nx/devkit';
import { libraryGenerator } from '@nx/react';
import { newProject, type ProjectRequest } from '../new-project.ts';
import { bareProject, draftOf } from '../nx-draft.ts';
import { draftedCompilerOptions } from '../drafted-compiler-options.ts';
import { packageVersions } from '../package-versions.ts';
import { writeEmptyIndex, writeProjectFiles } from '../project-files.ts';

/** A library of React components and hooks: client-side, so of type `data`. */
export async function reactLibGenerator(
  tree: Tree,
  options: ProjectRequest,
): Promise<GeneratorCallback> {
  const project = await newProject(tree, options, { top: 'libs', type: 'data' });

  const draft = await draftOf(tree, (drafting) =>
    libraryGenerator(drafting, {
      ...bareProject(project),
      bundler: 'none',
      component: false,
      style: 'none',
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
