import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The full path of a program: the one that the variable names, else the first on the PATH. */
export function findProgram(
  name: string,
  variable: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  const named = environment[variable];
  if (named !== undefined && named !== '') return isProgram(named) ? named : undefined;
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
