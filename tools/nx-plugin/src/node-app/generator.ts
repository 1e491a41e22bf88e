import { join } from 'node:path';
import {
  formatFiles,
  generateFiles,
  offsetFromRoot,
  installPackagesTask,
  type GeneratorCallback,
  type Tree,
} from '@nx/devkit';
import { applicationGenerator } from '@nx/node';
import { draftedCompilerOptions } from '../drafted-compiler-options.ts';
import { newProject, type ProjectRequest } from '../new-project.ts';
import { bareProject, draftOf } from '../nx-draft.ts';
import { packageVersions } from '../package-versions.ts';
import { writeProjectFiles } from '../project-files.ts';

/** A service on Fastify that says whether it is healthy, stops when asked and is bundled by esbuild. */
export async function nodeAppGenerator(
  tree: Tree,
  options: ProjectRequest,
): Promise<GeneratorCallback> {
  const project = await newProject(tree, options, { top: 'apps', type: 'app' });

  const draft = await draftOf(tree, (drafting) =>
    applicationGenerator(drafting, {
      ...bareProject(project),
      framework: 'fastify',
      bundler: 'esbuild',
      e2eTestRunner: 'none',
    }),
  );

  writeProjectFiles(tree, project, {
    compilerOptions: draftedCompilerOptions(draft, project.root, ['types']),
    dependencies: packageVersions(tree, draft, ['fastify']),
  });
  generateFiles(tree, join(import.meta.dirname, 'files'), project.root, {
    name: project.name,
    upwards: offsetFromRoot(project.root),
  });
  await formatFiles(tree);
  // Always: npm links a new project, though no root manifest changed.
  return () => installPackagesTask(tree, true);
}
