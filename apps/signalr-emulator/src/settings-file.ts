import { readFileSync, statSync, unwatchFile, watchFile } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import {
  initialUpstreamSettings,
  parseUpstreamSettings,
  ServiceError,
  type UpstreamTemplate,
} from '@heliograph/signalr-emulator';
import { CliError } from './cli-error.ts';
import type { CommandLogEntry } from './log-line.ts';

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
    throw new CliError('file-invalid', `'${path}': ${reasonOf(cause)}`, { cause });
  }
}

/** @throws CliError `file-exists`, `file-unwritable` */
export async function writeInitialSettings(
  folder: string | undefined,
  overwrites: boolean,
): Promise<string> {
  const path = join(resolve(folder ?? '.'), fileName);
  if (!overwrites && isFile(path)) {
    throw new CliError('file-exists', `'${path}' exists; --force overwrites it`);
  }
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, initialUpstreamSettings(), { flag: overwrites ? 'w' : 'wx' });
  } catch (cause) {
    const message = `Cannot write '${path}' (${reasonOf(cause)})`;
    throw new CliError('file-unwritable', message, { cause });
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
  log: (entry: CommandLogEntry) => void,
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
      const message = `${countOf(templates)} from '${path}'`;
      log({ level: 'info', event: 'settings-loaded', message });
    } catch (error) {
      const message = `'${path}' has changed, but the settings stay as they were: ${reasonOf(error)}`;
      log({ level: 'warn', event: 'settings-kept', message });
    }
  }

  watchFile(path, { interval: pollMs }, reload);
  return { stop: () => unwatchFile(path, reload) };
}

function countOf({ length }: readonly UpstreamTemplate[]): string {
  return length === 1 ? '1 upstream template' : `${length} upstream templates`;
}

/** Where client events go, in a few words. */
export function describeUpstream(
  path: string | undefined,
  templates: readonly UpstreamTemplate[] | undefined,
): string {
  const [only] = templates ?? [];
  if (path === undefined) return only === undefined ? 'none' : withoutSecrets(only.urlTemplate);
  if (templates === undefined) {
    return `none, client events go nowhere; name one with --upstream, or 'upstream init' writes '${path}'`;
  }
  if (only === undefined) return `none in '${path}', client events go nowhere until it has one`;
  return `${countOf(templates)} of '${path}', read again when it changes`;
}

/** One line for each template. */
export function describeTemplates(templates: readonly UpstreamTemplate[]): string[] {
  return templates.map(({ urlTemplate, hubPattern, categoryPattern, eventPattern }, at) => {
    const patterns = `hub=${hubPattern ?? '*'} category=${categoryPattern ?? '*'} event=${eventPattern ?? '*'}`;
    return `${at + 1}. ${withoutSecrets(urlTemplate)}  ${patterns}`;
  });
}

/** What a URL's query or its user name holds may be a key. */
function withoutSecrets(urlTemplate: string): string {
  return urlTemplate.replace(/\?.*$/s, '?…').replace(/\/\/[^/]*@/, '//…@');
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
