import { parseArgs } from 'node:util';
import {
  tierNames,
  type AllowedOrigins,
  type SignalROptions,
  type TierName,
} from '@heliograph/signalr-emulator';
import { CliError } from './cli-error.ts';
import { topics, type Topic } from './usage.ts';

export type Command =
  | { readonly name: 'help'; readonly topic: Topic }
  | { readonly name: 'version' }
  | {
      readonly name: 'start';
      readonly options: SignalROptions;
      /** The settings file or its folder; `undefined` for the one in the working directory, if any. */
      readonly settings: string | undefined;
      /** False when the upstream is given on the command line, which then is all there is. */
      readonly readsSettings: boolean;
    }
  | {
      readonly name: 'upstream init';
      readonly folder: string | undefined;
      readonly overwrites: boolean;
    }
  | { readonly name: 'upstream list'; readonly settings: string | undefined };

/** The port of Microsoft's emulator. */
const defaultPort = 8888;

const optionsOf = {
  start: ['port', 'ip', 'config', 'upstream', 'cors', 'relaxed', 'tier', 'units'],
  'upstream init': ['output', 'force'],
  'upstream list': ['config'],
} as const;

type CommandName = keyof typeof optionsOf;

/**
 * Reads the command line and the settings of the environment.
 *
 * @throws CliError
 */
export function readCommandLine(args: readonly string[], env: NodeJS.ProcessEnv): Command {
  const { values, positionals } = parse(args);
  if (values.version === true) return { name: 'version' };
  const asksForHelp = values.help === true || args.length === 0 || positionals[0] === 'help';
  if (asksForHelp) return { name: 'help', topic: topicOf(positionals) };
  const name = commandOf(positionals);
  const allowed: readonly string[] = optionsOf[name];
  for (const option of Object.keys(values)) {
    if (!allowed.includes(option)) throw invalid(`'${name}' has no option --${option}`);
  }
  if (name === 'upstream init') {
    return { name, folder: values.output, overwrites: values.force ?? false };
  }
  if (name === 'upstream list') return { name, settings: values.config };

  if (values.upstream !== undefined && values.config !== undefined) {
    throw invalid('--upstream and --config both say where events go; give one of them');
  }
  const accessKeys = readAccessKeys(env);
  return {
    name,
    settings: values.config,
    readsSettings: values.upstream === undefined,
    options: {
      host: values.ip ?? '127.0.0.1',
      port: readPort(values.port),
      relaxed: values.relaxed ?? false,
      upstream: values.upstream === undefined ? [] : [{ urlTemplate: values.upstream }],
      ...(values.cors !== undefined && { allowedOrigins: readOrigins(values.cors) }),
      ...(accessKeys && { accessKeys }),
      ...(values.tier !== undefined && { tier: readTier(values.tier) }),
      ...(values.units !== undefined && { units: readUnits(values.units, values.tier) }),
    },
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        port: { type: 'string', short: 'p' },
        ip: { type: 'string', short: 'i' },
        config: { type: 'string', short: 'c' },
        output: { type: 'string', short: 'o' },
        force: { type: 'boolean' },
        upstream: { type: 'string' },
        cors: { type: 'string' },
        relaxed: { type: 'boolean' },
        tier: { type: 'string' },
        units: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
      },
    });
  } catch (cause) {
    // Node explains further how arguments could be taken for options; one sentence is enough.
    const [sentence = ''] = cause instanceof Error ? cause.message.split(/\.\s/) : [];
    throw new CliError('option-invalid', sentence, { cause });
  }
}

/** The command that the words name, all of them. */
function commandOf(words: readonly string[]): CommandName {
  const name = words.join(' ');
  if (isCommand(name)) return name;
  const [begun, surplus] = [words.slice(0, -1).join(' '), words.at(-1)];
  if (isCommand(begun)) throw invalid(`'${begun}' takes no '${surplus}', only options`);
  const known = Object.keys(optionsOf).join(', ');
  const said = name === '' ? 'No command is given' : `There is no command '${name}'`;
  throw new CliError('command-unknown', `${said}; try one of ${known}`);
}

/** The longest topic that the words begin with, whether or not they begin with 'help'. */
function topicOf([first, ...rest]: readonly string[]): Topic {
  const words = first === 'help' ? rest : [first, ...rest];
  const known = (name: string): Topic | undefined => topics.find((topic) => topic === name);
  return known(words.slice(0, 2).join(' ')) ?? known(words[0] ?? '') ?? 'signalr-emulator';
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(optionsOf, name);
}

function readAccessKeys(env: NodeJS.ProcessEnv): string[] | undefined {
  const accessKeys = env['SIGNALR_ACCESS_KEYS']?.split(',').map((key) => key.trim());
  if (accessKeys === undefined) return undefined;
  if (accessKeys.length > 2 || !accessKeys.every((key) => /^[^;\s]+$/.test(key))) {
    throw invalid('SIGNALR_ACCESS_KEYS holds one key or two, between commas, without spaces and ;');
  }
  return accessKeys;
}

function readPort(text: string | undefined): number {
  if (text === undefined) return defaultPort;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) {
    throw invalid(`--port must be a number from 0 to 65535, not '${text}'`);
  }
  return port;
}

function readOrigins(text: string): AllowedOrigins {
  if (text === '*') return 'any';
  const origins = text.split(',').map((origin) => origin.trim());
  for (const origin of origins) {
    // A browser sends scheme, host and port only, so anything longer would never match.
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      throw invalid(`--cors takes origins such as http://127.0.0.1:4200, not '${origin}'`);
    }
  }
  return origins;
}

function readTier(text: string): TierName {
  const tier = tierNames.find((name) => name === text.toLowerCase());
  if (tier === undefined) throw invalid(`--tier is one of ${tierNames.join(', ')}, not '${text}'`);
  return tier;
}

function readUnits(text: string, tier: string | undefined): number {
  if (tier === undefined) throw invalid('--units needs a --tier');
  if (!/^[1-9]\d{0,3}$/.test(text))
    throw invalid(`--units must be a number from 1 to 1000, not '${text}'`);
  return Number(text);
}

function invalid(message: string): CliError {
  return new CliError('option-invalid', message);
}
