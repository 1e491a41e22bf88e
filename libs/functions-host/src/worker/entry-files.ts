import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import * as z from 'zod';
import { CoreError } from './core-error.ts';

const packageSchema = z.looseObject({ main: z.string().optional() });

/** The pattern of `main` in the app's package.json: a file, or a glob of files. */
export function readEntryPattern(folder: string): string {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) throw new CoreError(`There is no package.json in ${folder}`);
  const parsed = packageSchema.safeParse(parseJson(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new CoreError(`package.json in ${folder} is malformed`);
  if (!parsed.data.main) {
    throw new CoreError(`package.json in ${folder} has no "main", which names the app's files`);
  }
  return parsed.data.main;
}

/** The files that `pattern` names, in a stable order. A pattern may list several, as in `{a,b}/*.js`. */
export function findEntryFiles(folder: string, pattern: string): string[] {
  const normal = pattern.replace(/^\.\//, '');
  const found = globSync(normal, {
    cwd: folder,
    exclude: (path) => path.split(/[\\/]/).includes('node_modules'),
  })
    .filter((path) => !isAbsolute(relative(folder, join(folder, path))))
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile())
    .sort();
  if (found.length === 0) {
    throw new CoreError(`No file in ${folder} matches "${pattern}", the "main" of package.json`);
  }
  return found;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
