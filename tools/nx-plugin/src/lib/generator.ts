import { formatFiles, installPackagesTask, type GeneratorCallback, type Tree } from '@nx/devkit';
import { newProject, type ProjectRequest } from '../new-project.ts';
import { writeEmptyIndex, writeProjectFiles } from '../project-files.ts';

export interface LibOptions extends ProjectRequest {
  /** One of the types that the boundary tables know. */
  readonly type: string;
}

/** A library without a framework. Its type decides which platform types it compiles with. */
export async function libGenerator(tree: Tree, options: LibOptions): Promise<GeneratorCallback> {
  const { type } = options;
  const project = await newProject(tree, options, { top: 'libs', type });

  writeProjectFiles(tree, project, { compilerOptions: compilerOptionsOf(type) });
  writeEmptyIndex(tree, project);
  await formatFiles(tree);
  // Always: npm links a new project, though no root manifest changed.
  return () => installPackagesTask(tree, true);
}

function compilerOptionsOf(type: string): Record<string, unknown> {
  switch (type) {
    // Neither DOM nor Node, so that the compiler itself keeps them portable.
    case 'contract':
    case 'core':
      return {};
    // Runs in browsers, tested on Node.
    case 'data':
      return { lib: ['es2024', 'dom', 'dom.iterable'], types: ['node'] };
    default:
      return { types: ['node'] };
  }
}
