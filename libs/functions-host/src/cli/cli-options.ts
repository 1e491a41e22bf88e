import { parseArgs } from 'node:util';
import type { CorsPolicy } from '../http/cors.ts';
import { splitOrigins } from '../settings/local-settings.ts';

export const usage = `Usage: functions-host start FOLDER [options]

Runs the Azure Functions v4 (Node) app in FOLDER.

  -p, --port N       port to listen on; 0 for any (default: local.settings.json, else 7071)
      --host ADDR    address to listen on (default 127.0.0.1)
      --cors LIST    origins that may call from a browser, with credentials; * for all, without
      --keys         ask for keys, from the settings FUNCTIONS_KEY_MASTER, FUNCTIONS_KEY_DEFAULT
                     and FUNCTIONS_KEY_SIGNALR_EXTENSION
      --no-watch     do not reload when the source changes
      --verbose      also print what helps to find a fault
  -h, --help         print this text
`;

export type CliCommand =
  | { readonly kind: 'help' }
  | { readonly kind: 'mistake'; readonly message: string }
  | { readonly kind: 'start'; readonly options: CliOptions };

export interface CliOptions {
  readonly folder: string;
  readonly port?: number;
  readonly host?: string;
  readonly cors?: CorsPolicy;
  readonly keys: boolean;
  readonly watch: boolean;
  readonly verbose: boolean;
}

/** Understands the command line. */
export function readCommand(args: readonly string[]): CliCommand {
  let parsed;
  try {
    parsed = parse(args);
  } catch (reason) {
    const message = reason instanceof Error ? reason.message : String(reason);
    return mistake(message.split('. ')[0] ?? message);
  }
  const { values, positionals } = parsed;
  if (values.help) return { kind: 'help' };
  const [command, folder, ...more] = positionals;
  if (command !== 'start') {
    return mistake(command === undefined ? 'A command is missing' : `Unknown command "${command}"`);
  }
  if (folder === undefined) return mistake('The folder of the app is missing');
  if (more.length > 0) return mistake(`Unexpected argument "${more[0]}"`);
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    return mistake(`--port is "${values.port}"; it should be a whole number from 0 to 65535`);
  }
  const origins = values.cors === undefined ? undefined : splitOrigins(values.cors);
  return {
    kind: 'start',
    options: {
      folder,
      ...(port !== undefined && { port }),
      ...(values.host !== undefined && { host: values.host }),
      ...(origins && { cors: { origins, credentials: !origins.includes('*') } }),
      keys: values.keys,
      watch: !values['no-watch'],
      verbose: values.verbose,
    },
  };
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      port: { type: 'string', short: 'p' },
      host: { type: 'string' },
      cors: { type: 'string' },
      keys: { type: 'boolean', default: false },
      'no-watch': { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });

const mistake = (message: string): CliCommand => ({ kind: 'mistake', message });
