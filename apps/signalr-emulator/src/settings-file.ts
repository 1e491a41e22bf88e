import { readFileSync, statSync, unwatchFile, watchFile } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  initialUpstreamSettings,
  parseUpstreamSettings,
  ServiceError,
  type UpstreamTemplate,
} from '@heliograph/signalr-emulator';
import { CliError } from './cli-error.ts';

/** The name that Microsoft's emulator gives it. */
const fileName = 'settings.json';
const pollMs = 300;

/**
 * The path of the settings: the file that is named or the one in the folder that is named, which has
 * to exist; else the one in the working directory, whether it exists or not.
 *
 * @throws CliError `file-missing`
 */
export function findSettings(named: string | undefined): string {
  if (named === undefined) return resolve(fileName);
  const path = [resolve(named), resolve(named, fileName)].find(isFile);
  if (path !== undefined) return path;
  throw new CliError('file-missing', `There is no settings file '${named}', nor one in it`);
}

/**
 * The templates of a settings file; `undefined` when there is no such file.
 *
 * @throws CliError `file-invalid`
 */
export function loadSettings(path: string): UpstreamTemplate[] | undefined {
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  try {
    return parseUpstreamSettings(text);
  } catch (cause) {
    throw new CliError('file-invalid', `${path}: ${reasonOf(cause)}`, { cause });
  }
}

/** @throws CliError `file-exists` */
export async function writeInitialSettings(
  folder: string | undefined,
  overwrites: boolean,
): Promise<string> {
  const path = join(resolve(folder ?? '.'), fileName);
  await mkdir(resolve(folder ?? '.'), { recursive: true });
  try {
    await writeFile(path, initialUpstreamSettings(), { flag: overwrites ? 'w' : 'wx' });
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
    throw new CliError('file-exists', `${path} exists; --force overwrites it`, { cause });
  }
  return path;
}

export interface SettingsWatch {
  stop(): void;
}

/**
 * Applies the settings each time that their file changes. A file that cannot be read, or is gone,
 * changes nothing, and is said so.
 *
 * It is looked at rather than watched: editors replace files, and watching means something else on
 * each operating system.
 */
export function watchSettings(
  path: string,
  apply: (templates: readonly UpstreamTemplate[]) => void,
  say: (line: string) => void,
): SettingsWatch {
  let known = readIfThere(path);

  function reload(): void {
    const text = readIfThere(path);
    if (text === known) return;
    known = text;
    try {
      if (text === undefined) throw new CliError('file-missing', 'it is gone');
      const templates = parseUpstreamSettings(text);
      apply(templates);
      say(`Loaded ${countOf(templates)} from '${path}'`);
    } catch (error) {
      say(`Kept the settings as they were; '${path}' has changed but: ${reasonOf(error)}`);
    }
  }

  watchFile(path, { interval: pollMs }, reload);
  return { stop: () => unwatchFile(path, reload) };
}

export function countOf({ length }: readonly UpstreamTemplate[]): string {
  return length === 1 ? '1 upstream template' : `${length} upstream templates`;
}

/** One line for each template. What a URL's query holds may be a key, so it is not shown. */
export function describeTemplates(templates: readonly UpstreamTemplate[]): string {
  return templates
    .map(({ urlTemplate, hubPattern, categoryPattern, eventPattern }, at) => {
      const patterns = `hub=${hubPattern ?? '*'} category=${categoryPattern ?? '*'} event=${eventPattern ?? '*'}`;
      return `${at + 1}. ${urlTemplate.replace(/\?.*$/s, '?…')}  ${patterns}`;
    })
    .join('\n');
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function readIfThere(path: string): string | undefined {
  return isFile(path) ? readFileSync(path, 'utf8') : undefined;
}

function reasonOf(error: unknown): string {
  if (error instanceof ServiceError || error instanceof CliError) return error.message;
  return error instanceof Error && 'code' in error ? String(error.code) : 'it cannot be read';
}
