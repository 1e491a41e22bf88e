import { parseArgs } from 'node:util';
import type { SignalROptions } from '@heliograph/signalr-emulator';
import { CliError } from './cli-error.ts';

export type Command =
  { readonly name: 'help' } | { readonly name: 'start'; readonly options: SignalROptions };

/** The port of Microsoft's emulator. */
const defaultPort = 8888;

/**
 * Reads the command line and the settings of the environment.
 *
 * @throws CliError
 */
export function readCommandLine(args: readonly string[], env: NodeJS.ProcessEnv): Command {
  const { values, positionals } = parse(args);
  const [name, ...rest] = positionals;
  if (values.help === true || (name === undefined && args.length === 0)) return { name: 'help' };
  if (name !== 'start' || rest.length > 0) {
    throw new CliError('command-unknown', `Unknown command '${positionals.join(' ')}'; try start`);
  }
  const accessKeys = env['SIGNALR_ACCESS_KEYS']?.split(',').map((key) => key.trim());
  if (accessKeys?.includes('') === true) {
    throw new CliError('option-invalid', 'SIGNALR_ACCESS_KEYS holds an empty key');
  }
  return {
    name,
    options: {
      host: values.ip ?? '127.0.0.1',
      port: readPort(values.port),
      relaxed: values.relaxed ?? false,
      upstream: values.upstream === undefined ? [] : [{ urlTemplate: values.upstream }],
      ...(values.cors !== undefined && { allowedOrigins: readOrigins(values.cors) }),
      ...(accessKeys && { accessKeys }),
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
        upstream: { type: 'string' },
        cors: { type: 'string' },
        relaxed: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (cause) {
    // Node explains further how positional arguments could look like options; one sentence is enough.
    const [sentence = ''] = cause instanceof Error ? cause.message.split('. ') : [];
    throw new CliError('option-invalid', sentence, { cause });
  }
}

function readPort(text: string | undefined): number {
  if (text === undefined) return defaultPort;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) {
    throw new CliError('option-invalid', `--port must be a number from 0 to 65535, not '${text}'`);
  }
  return port;
}

function readOrigins(text: string): string[] {
  const origins = text.split(',').map((origin) => origin.trim());
  for (const origin of origins) {
    // A browser sends scheme, host and port only, so anything longer would never match.
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      throw new CliError(
        'option-invalid',
        `--cors takes origins such as http://127.0.0.1:4200, not '${origin}'`,
      );
    }
  }
  return origins;
}
