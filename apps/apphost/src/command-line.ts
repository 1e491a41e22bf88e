import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ApphostError } from './apphost-error.ts';

export const usage = `Heliograph: starts the whole platform on this machine.

Usage: npm start -- [options]

  --port-base N    take the ports N to N+5, in this order: dashboard, backend, SignalR service,
                   collector, sign-in, console; 0 takes any free port for each.
                   Without it: 4200, 7071, 8888, 4318, 5556 and 15888
  --data FOLDER    keep history, keys and logs there; without it .heliograph/N for --port-base N,
                   otherwise .heliograph/default
  --reset          empty the data folder first
  --no-open        do not open the dashboard in a browser
  --logs [NAMES]   also print what the parts print, of all or of some: --logs backend,collector
  --verbose        also print commands, settings (without secrets), process ids and health probes
  --help           this text

Parts: signalr, identity, backend, collector, dashboard. Each part's log is in logs/NAME.log of the
data folder. Everything listens on 127.0.0.1 only. A part that dies is started again.

Ctrl-C stops everything and exits with 0; a second Ctrl-C does not wait for anybody. Two platforms
run side by side when each has its own --port-base.
`;

export interface HostOptions {
  /** 0 for any free port each; absent for the usual ones. */
  readonly portBase: number | undefined;
  readonly dataFolder: string;
  readonly reset: boolean;
  readonly open: boolean;
  /** Parts whose output is printed. */
  readonly logs: 'none' | 'all' | readonly string[];
  readonly verbose: boolean;
}

export interface Surroundings {
  /** Where the repository lies. */
  readonly root: string;
  /** The folder the person is in; relative paths start there. */
  readonly cwd: string;
  /** Parts that `--logs` may name. */
  readonly parts: readonly string[];
}

/** Ports are taken from N to N+5, and 65535 is the last there is. */
const highestBase = 65_530;

/**
 * Reads the options.
 * @throws ApphostError `option-invalid`
 */
export function readCommandLine(
  args: readonly string[],
  { root, cwd, parts }: Surroundings,
): HostOptions | 'help' {
  const values = parse(args);
  if (values.help) return 'help';
  const portBase = readPortBase(values['port-base']);
  return {
    portBase,
    dataFolder:
      values.data === undefined
        ? resolve(root, '.heliograph', String(portBase ?? 'default'))
        : resolve(cwd, readFolder(values.data)),
    reset: values.reset,
    open: !values['no-open'],
    logs: readLogs(values.logs, parts),
    verbose: values.verbose,
  };
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: withLogsValue(args),
      options: {
        'port-base': { type: 'string' },
        data: { type: 'string' },
        reset: { type: 'boolean', default: false },
        'no-open': { type: 'boolean', default: false },
        logs: { type: 'string' },
        verbose: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return values;
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

function readLogs(text: string | undefined, parts: readonly string[]): HostOptions['logs'] {
  if (text === undefined) return 'none';
  if (text === '') return 'all';
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !parts.includes(name));
  if (unknown === undefined) return names;
  throw invalid(`--logs knows no part '${unknown}', only ${parts.join(', ')}`);
}

const invalid = (sentence: string, cause?: unknown): ApphostError =>
  new ApphostError('option-invalid', `${sentence}. See "npm start -- --help".`, { cause });
