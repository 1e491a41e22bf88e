import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { connectionStringName } from '@heliograph/app-model-core';
import { ApphostError } from './apphost-error.ts';

/** Settings of this machine that are nobody else's business; git ignores it. */
export const settingsFile = '.env.local';

const prefixes = { connectionString: 'connectionstrings__', parameter: 'parameters__' } as const;

/** What the person who starts a platform supplies. It holds secrets. */
export interface LocalSettings {
  /** Resources for which there is a connection string. */
  readonly connectionStrings: ReadonlyMap<string, string>;
  readonly parameters: ReadonlyMap<string, string>;
  /** Names of resources of which only the file knows a connection string. */
  readonly namedInFile: readonly string[];
  /** Everything else, for the parts. */
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Takes apart what the environment and the file say; where both say something, the environment wins.
 * Connection strings and parameters reach only those parts that refer to them.
 */
export function readLocalSettings(
  env: Readonly<NodeJS.ProcessEnv>,
  file: Readonly<NodeJS.ProcessEnv>,
): LocalSettings {
  const connectionStrings = new Map<string, string>();
  const parameters = new Map<string, string>();
  const environment: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries({ ...file, ...env })) {
    const resource = nameAfter(prefixes.connectionString, name);
    const parameter = nameAfter(prefixes.parameter, name);
    if (resource === undefined && parameter === undefined) environment[name] = value;
    // An empty setting is how shells take one back.
    if (value === undefined || value === '') continue;
    if (resource !== undefined) connectionStrings.set(resource, value);
    if (parameter !== undefined) parameters.set(parameter, value);
  }
  const namedInFile = Object.keys(file).flatMap(
    (name) => nameAfter(prefixes.connectionString, name) ?? [],
  );
  return { connectionStrings, parameters, namedInFile, environment };
}

/** The name of a resource or parameter behind a prefix in any case; shells have no hyphens. */
function nameAfter(prefix: string, setting: string): string | undefined {
  const lower = setting.toLowerCase();
  return lower.startsWith(prefix) ? lower.slice(prefix.length).replaceAll('_', '-') : undefined;
}

/** The values of the parameters that stand for supplied connection strings. */
export function connectionParameters(settings: LocalSettings): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Array.from(settings.connectionStrings, ([name, value]) => [connectionStringName(name), value]),
  );
}

/**
 * Reads the settings of a file; none when there is no file.
 * @throws ApphostError `settings-unreadable`, which says where and shows nothing of the file
 */
export function loadSettingsFile(path: string): NodeJS.ProcessEnv {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    throw new ApphostError('settings-unreadable', `${path} cannot be read (${code}).`, { cause });
  }
  const problem = findProblem(text);
  if (problem === undefined) return parseEnv(text);
  throw new ApphostError('settings-unreadable', `${path}, ${problem}.`);
}

const assignment = /^\s*(?:export\s+)?[A-Za-z_][\w.-]*\s*=\s*(.*)$/;

/** The platform's parser passes over what it does not understand; a typing error should be told. */
function findProblem(text: string): string | undefined {
  let open: { readonly quote: string; readonly line: number } | undefined;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (open) {
      if (line.includes(open.quote)) open = undefined;
      continue;
    }
    if (/^\s*(#|$)/.test(line)) continue;
    const [, value] = assignment.exec(line) ?? [];
    if (value === undefined) return `line ${index + 1}: it should be NAME=value`;
    const [, quote] = /^(["'`])/.exec(value) ?? [];
    if (quote !== undefined && !value.includes(quote, 1)) open = { quote, line: index + 1 };
  }
  return open && `line ${open.line}: a ${open.quote} is never closed`;
}
