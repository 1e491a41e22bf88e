import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { resourceActions, type ResourceAction } from '@heliograph/app-model-core';
import { ApphostError } from './apphost-error.ts';

export interface RunOptions {
  /** 0 for any free port each; absent for the usual ones. */
  readonly portBase: number | undefined;
  readonly dataFolder: string;
  readonly reset: boolean;
  readonly open: boolean;
  /** Parts that somebody else starts. */
  readonly without: readonly string[];
  /** Parts whose output is printed. */
  readonly logs: 'none' | 'all' | readonly string[];
  readonly verbose: boolean;
}

/** What to do with a platform that runs, which is found by its data folder. */
export type ControlCommand = { readonly dataFolder: string } & (
  | { readonly name: 'status'; readonly json: boolean }
  | {
      readonly name: 'logs';
      readonly part: string | undefined;
      readonly follow: boolean;
      readonly tail: number | undefined;
    }
  | { readonly name: 'act'; readonly action: ResourceAction; readonly part: string }
  | { readonly name: 'console'; readonly open: boolean }
);

export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'run'; readonly options: RunOptions }
  | ControlCommand;

export interface Surroundings {
  /** Where the repository lies. */
  readonly root: string;
  /** The folder the person is in; relative paths start there. */
  readonly cwd: string;
  /** Parts that options of a start may name; asked for when one does. */
  readonly parts: () => readonly string[];
}

/** Ports are taken from N to N+5, and 65535 is the last there is. */
const highestBase = 65_530;

const place = ['port-base', 'data'];
/** Options that each command reads, besides `--help`. */
const optionsOf: Readonly<Record<string, readonly string[]>> = {
  '': [...place, 'reset', 'no-open', 'without', 'logs', 'verbose'],
  status: [...place, 'json'],
  logs: [...place, 'follow', 'tail'],
  console: [...place, 'no-open'],
  ...Object.fromEntries(resourceActions.map((action) => [action, place])),
};

/**
 * Reads the command and its options.
 * @throws ApphostError `option-invalid`
 */
export function readCommandLine(
  args: readonly string[],
  { root, cwd, parts }: Surroundings,
): Command {
  const { values, positionals } = parse(args);
  if (values.help) return { name: 'help' };
  const [name = '', ...names] = positionals;
  const known = optionsOf[name];
  if (!known) throw invalid(`There is no command '${name}'`);
  const option = Object.keys(values).find((given) => given !== 'help' && !known.includes(given));
  if (option !== undefined) {
    throw invalid(name === '' ? `--${option} needs a command` : `'${name}' has no --${option}`);
  }

  const portBase = readPortBase(values['port-base']);
  const dataFolder =
    values.data === undefined
      ? resolve(root, '.heliograph', String(portBase ?? 'default'))
      : resolve(cwd, readFolder(values.data));
  const open = !values['no-open'];
  const [part] = names;
  if (names.length > (name === 'logs' || isAction(name) ? 1 : 0)) {
    throw invalid(`'${name}' does not know what to do with '${names.at(-1)}'`);
  }
  if (isAction(name)) {
    if (part === undefined) throw invalid(`'${name}' needs the name of a part`);
    return { name: 'act', action: name, part, dataFolder };
  }
  switch (name) {
    case 'status':
      return { name, dataFolder, json: values.json ?? false };
    case 'logs':
      return {
        name,
        dataFolder,
        part,
        follow: values.follow ?? false,
        tail: readTail(values.tail),
      };
    case 'console':
      return { name, dataFolder, open };
    default:
      return {
        name: 'run',
        options: {
          portBase,
          dataFolder,
          reset: values.reset ?? false,
          open,
          without: values.without ? readParts('without', values.without, parts()) : [],
          logs: readLogs(values.logs, parts),
          verbose: values.verbose ?? false,
        },
      };
  }
}

const isAction = (name: string): name is ResourceAction =>
  resourceActions.some((action) => action === name);

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: withLogsValue(args),
      allowPositionals: true,
      options: {
        'port-base': { type: 'string' },
        data: { type: 'string' },
        reset: { type: 'boolean' },
        'no-open': { type: 'boolean' },
        without: { type: 'string', multiple: true },
        logs: { type: 'string', multiple: true },
        verbose: { type: 'boolean' },
        json: { type: 'boolean' },
        follow: { type: 'boolean', short: 'f' },
        tail: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (cause) {
    // The platform's message has further sentences with advice that does not fit here.
    const [sentence = ''] = cause instanceof Error ? cause.message.split(/[.\n]/) : [];
    throw invalid(sentence, cause);
  }
}

/** `--logs` may stand without a value, which parseArgs has no word for. */
function withLogsValue(args: readonly string[]): string[] {
  return args.map((arg, index) => {
    const next = args[index + 1];
    return arg === '--logs' && (next === undefined || next.startsWith('-')) ? '--logs=' : arg;
  });
}

function readPortBase(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const base = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (base <= highestBase) return base;
  throw invalid(
    `--port-base must be a whole number from 1 to ${highestBase}, or 0 for any free ports, not '${text}'`,
  );
}

function readFolder(text: string): string {
  if (text !== '') return text;
  throw invalid('--data needs the name of a folder');
}

function readTail(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw invalid(`--tail must be a whole number up to 9999, not '${text}'`);
}

function readLogs(
  texts: readonly string[] | undefined,
  parts: () => readonly string[],
): RunOptions['logs'] {
  if (texts === undefined) return 'none';
  return texts.includes('') ? 'all' : readParts('logs', texts, parts());
}

/** Names between commas, in an option that may also be repeated. */
function readParts(
  option: string,
  texts: readonly string[],
  parts: readonly string[],
): readonly string[] {
  const names = texts.flatMap((text) => text.split(',')).map((name) => name.trim());
  const unknown = names.find((name) => !parts.includes(name));
  if (unknown === undefined) return [...new Set(names)];
  throw invalid(`--${option} knows no part '${unknown}', only ${parts.join(', ')}`);
}

const invalid = (sentence: string, cause?: unknown): ApphostError =>
  new ApphostError('option-invalid', `${sentence}. See "npm start -- --help".`, { cause });
