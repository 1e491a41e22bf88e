import { errorText } from '../error-text.ts';
import { startFunctionsHost, type FunctionsHost } from '../functions-host.ts';
import { FunctionsHostError } from '../functions-host-error.ts';
import type { FunctionKeys } from '../http/function-keys.ts';
import type { LogEntry } from '../log-entry.ts';
import { readCommand, usage, type CliOptions } from './cli-options.ts';
import { formatLog } from './format-log.ts';

/** Runs the command line. Sets the exit code; ends when the process is told to end. */
export async function runCli(args: readonly string[], system: NodeJS.Process): Promise<void> {
  const command = readCommand(args);
  switch (command.kind) {
    case 'help':
      system.stdout.write(usage);
      return;
    case 'mistake':
      system.stderr.write(`${command.message}. See --help.\n`);
      system.exitCode = 1;
      return;
    case 'start':
      await start(command.options, system);
  }
}

async function start(options: CliOptions, system: NodeJS.Process): Promise<void> {
  const { folder, port, host, cors, watch, verbose } = options;
  const log = (entry: LogEntry): void => {
    if (!verbose && (entry.level === 'debug' || entry.level === 'trace')) return;
    system.stdout.write(`${formatLog(entry, new Date())}\n`);
  };
  const stopped = waitForSignal(system);
  // Nothing needs an end in good order before the app has run.
  const leave = (): void => system.exit(0);
  system.once('SIGINT', leave).once('SIGTERM', leave);
  let started: FunctionsHost;
  try {
    started = await startFunctionsHost({
      folder,
      watch,
      log,
      env: system.env,
      ...(port !== undefined && { port }),
      ...(host !== undefined && { host }),
      ...(cors !== undefined && { cors }),
      ...(options.keys && { keys: readKeys(system.env) }),
    });
  } catch (reason) {
    // A FunctionsHostError is a sentence for people; anything else is a fault of ours and needs its stack.
    const text = reason instanceof FunctionsHostError ? `${reason.message}.` : stackOf(reason);
    system.stderr.write(`${text.replace(/\.\.$/, '.')}\n`);
    system.exit(1);
  }
  system.stdout.write(
    `\nFunctions of ${folder} at ${started.url}\n\n${listFunctions(started)}\n\n`,
  );
  system.off('SIGINT', leave).off('SIGTERM', leave);
  await stopped;
  await started.stop();
  system.exit(0);
}

function listFunctions({ functions }: FunctionsHost): string {
  const width = Math.max(...functions.map(({ name }) => name.length));
  return functions.map(({ name, on, url }) => `  ${name.padEnd(width)}  [${on}] ${url}`).join('\n');
}

function readKeys(env: NodeJS.ProcessEnv): FunctionKeys {
  const read = (name: string): string => {
    const value = env[name];
    if (value) return value;
    throw new FunctionsHostError(
      'settings-invalid',
      `--keys needs the environment variable ${name}`,
    );
  };
  return {
    master: read('FUNCTIONS_KEY_MASTER'),
    function: [read('FUNCTIONS_KEY_DEFAULT')],
    signalr: read('FUNCTIONS_KEY_SIGNALR_EXTENSION'),
  };
}

const waitForSignal = (system: NodeJS.Process): Promise<void> =>
  new Promise((resolve) => {
    system.once('SIGINT', () => resolve());
    system.once('SIGTERM', () => resolve());
  });

const stackOf = (reason: unknown): string =>
  reason instanceof Error ? (reason.stack ?? reason.message) : errorText(reason);
